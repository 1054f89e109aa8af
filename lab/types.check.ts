// Written by "inertia types --pages". Do not edit: change the Go code and run it again.
// Pages: ["react/pages/%s.tsx"]
// It has no code. The line of a component is an error if Go sends other props than the component declares.
import type { ErrorBag, Errors, SharedPageProps } from '@inertiajs/core'
import type ArticlePage from './react/pages/Article'
import type LinksPage from './react/pages/Links'
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
  Accepts<typeof ArticlePage, Sent<'Article'>>, Never<Unsent<'Article', typeof ArticlePage>>,
  Accepts<typeof LinksPage, Sent<'Links'>>, Never<Unsent<'Links', typeof LinksPage>>,
]
