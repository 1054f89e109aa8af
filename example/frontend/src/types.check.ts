// Written by "inertia types --pages". Do not edit: change the Go code and run it again.
// Pages: ["pages/%s.tsx"]
// It has no code. The line of a component is an error if Go sends other props than the component declares.
import type { ErrorBag, Errors, SharedPageProps } from '@inertiajs/core'
import type AboutPage from './pages/About'
import type AccountPage from './pages/Account'
import type AuditPage from './pages/Audit'
import type ContactsCreatePage from './pages/Contacts/Create'
import type ContactsEditPage from './pages/Contacts/Edit'
import type ContactsIndexPage from './pages/Contacts/Index'
import type ContactsShowPage from './pages/Contacts/Show'
import type DashboardPage from './pages/Dashboard'
import type ErrorPage from './pages/Error'
import type LoginPage from './pages/Login'
import type OrganisationsCreatePage from './pages/Organisations/Create'
import type OrganisationsEditPage from './pages/Organisations/Edit'
import type OrganisationsIndexPage from './pages/Organisations/Index'
import type OrganisationsShowPage from './pages/Organisations/Show'
import type RegisterPage from './pages/Register'
import type TeamPage from './pages/Team'
import type TrashPage from './pages/Trash'
import type { Pages } from './types'

/** The props that Go sends to a page. */
type Sent<Name extends keyof Pages> = Pages[Name] & Omit<SharedPageProps, keyof Pages[Name]> & { errors: Errors & ErrorBag }

/** No prop is declared that never comes. */
type Never<Props extends never> = Props

/** The props that a component declares. */
type Accepted<Component> = 0 extends 1 & Component ? any // eslint-disable-line @typescript-eslint/no-explicit-any
  : Component extends (props: infer Props, ...rest: never) => unknown ? Props
  : Component extends abstract new (props: infer Props, ...rest: never) => unknown ? Props : unknown

/** The props that a component declares, and that never come. */
type Unsent<Name extends keyof Pages, Component> =
  string extends keyof Accepted<Component> ? never : Exclude<keyof Accepted<Component>, keyof Sent<Name> | 'children' | 'key' | 'ref'>

/** Go sends what the component accepts. */
type Accepts<Component, Given extends Accepted<Component>> = [Component, Given]

export type Checks = [
  Accepts<typeof AboutPage, Sent<'About'>>, Never<Unsent<'About', typeof AboutPage>>,
  Accepts<typeof AccountPage, Sent<'Account'>>, Never<Unsent<'Account', typeof AccountPage>>,
  Accepts<typeof AuditPage, Sent<'Audit'>>, Never<Unsent<'Audit', typeof AuditPage>>,
  Accepts<typeof ContactsCreatePage, Sent<'Contacts/Create'>>, Never<Unsent<'Contacts/Create', typeof ContactsCreatePage>>,
  Accepts<typeof ContactsEditPage, Sent<'Contacts/Edit'>>, Never<Unsent<'Contacts/Edit', typeof ContactsEditPage>>,
  Accepts<typeof ContactsIndexPage, Sent<'Contacts/Index'>>, Never<Unsent<'Contacts/Index', typeof ContactsIndexPage>>,
  Accepts<typeof ContactsShowPage, Sent<'Contacts/Show'>>, Never<Unsent<'Contacts/Show', typeof ContactsShowPage>>,
  Accepts<typeof DashboardPage, Sent<'Dashboard'>>, Never<Unsent<'Dashboard', typeof DashboardPage>>,
  Accepts<typeof ErrorPage, Sent<'Error'>>, Never<Unsent<'Error', typeof ErrorPage>>,
  Accepts<typeof LoginPage, Sent<'Login'>>, Never<Unsent<'Login', typeof LoginPage>>,
  Accepts<typeof OrganisationsCreatePage, Sent<'Organisations/Create'>>, Never<Unsent<'Organisations/Create', typeof OrganisationsCreatePage>>,
  Accepts<typeof OrganisationsEditPage, Sent<'Organisations/Edit'>>, Never<Unsent<'Organisations/Edit', typeof OrganisationsEditPage>>,
  Accepts<typeof OrganisationsIndexPage, Sent<'Organisations/Index'>>, Never<Unsent<'Organisations/Index', typeof OrganisationsIndexPage>>,
  Accepts<typeof OrganisationsShowPage, Sent<'Organisations/Show'>>, Never<Unsent<'Organisations/Show', typeof OrganisationsShowPage>>,
  Accepts<typeof RegisterPage, Sent<'Register'>>, Never<Unsent<'Register', typeof RegisterPage>>,
  Accepts<typeof TeamPage, Sent<'Team'>>, Never<Unsent<'Team', typeof TeamPage>>,
  Accepts<typeof TrashPage, Sent<'Trash'>>, Never<Unsent<'Trash', typeof TrashPage>>,
]
