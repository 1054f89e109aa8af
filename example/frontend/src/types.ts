// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

/** The props of About. */
export interface AboutProps {
  /** Hostile is made to break out of the script element that carries it. */
  hostile: string
}

/** The props of Account. */
export type AccountProps = Record<never, never>

/** The props of Contacts/Create. */
export type ContactsCreateProps = Record<never, never>

/** The props of Contacts/Edit. */
export interface ContactsEditProps {
  contact: Contact
}

/** The props of Contacts/Index. */
export interface ContactsIndexProps {
  search: string
  contacts: ContactPage
}

/** The props of Contacts/Show. */
export interface ContactsShowProps {
  contact: Contact
}

/**
 * dashboardProps show the kinds of props: plain ones are sent on every visit,
 * Now is left out of reloads that ask for something else, Report is computed only
 * when a reload asks for it.
 */
export interface DashboardProps {
  counts: Counts
  recent: Contact[]
  renderedAt: string
  now: string
  report?: CityCount[]
}

/** The props of Error. */
export interface ErrorProps {
  status: number
}

/** The props of Login. */
export interface LoginProps {
  /** Demo tells how to try the application, which nobody should copy. */
  demo: Credentials
}

/** The props of Register. */
export type RegisterProps = Record<never, never>

/** The props of every page, by its component. */
export interface Pages {
  'About': AboutProps
  'Account': AccountProps
  'Contacts/Create': ContactsCreateProps
  'Contacts/Edit': ContactsEditProps
  'Contacts/Index': ContactsIndexProps
  'Contacts/Show': ContactsShowProps
  'Dashboard': DashboardProps
  'Error': ErrorProps
  'Login': LoginProps
  'Register': RegisterProps
}

export interface UpdatePasswordInput {
  current: string
  password: string
  confirmation: string
}

export interface UpdateAvatarInput {
  avatar: File | null
}

/** Contact is one entry of the address book, as it is kept and as the pages get it. */
export interface Contact {
  id: number
  name: string
  email: string
  phone: string
  city: string
  company: string
  notes: string
  createdAt: string
}

/** ContactPage is one page of a list. Page counts from 1. */
export interface ContactPage {
  items: Contact[]
  total: number
  page: number
  pages: number
}

/** Counts are the numbers on the dashboard. */
export interface Counts {
  contacts: number
  cities: number
  /** added in the last 30 days */
  recent: number
}

/** CityCount is one row of the report. */
export interface CityCount {
  city: string
  contacts: number
}

export interface Credentials {
  email: string
  password: string
}

/**
 * registration is validated while it is filled in; see form.Precognitive in
 * newApp.
 */
export interface Registration {
  name: string
  email: string
  password: string
  confirmation: string
}

/**
 * Profile is part of registering and of the account page. It asks the database
 * whether the address is free.
 */
export interface Profile {
  name: string
  email: string
}

/** Input is what the form of a contact sends. */
export interface Input {
  name: string
  /** 254 is what SMTP can carry */
  email: string
  phone: string
  city: string
  company: string
  notes: string
}

/** authProps are shared with every page. */
export interface AuthProps {
  /** null for nobody */
  user: UserProps | null
}

export interface UserProps {
  id: number
  name: string
  email: string
  /** URL, empty if there is no picture */
  avatar: string
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string
    flashDataType: {
      error?: string
      notice?: string
      success?: string
    }
    sharedPageProps: {
      auth: AuthProps
    }
  }
}
