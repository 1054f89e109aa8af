// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

/** The props of About. */
export interface AboutProps {
  /** Hostile is made to break out of the script element that carries it. */
  hostile: string
}

/** The props of Account. */
export type AccountProps = Record<never, never>

/** The props of Audit. */
export interface AuditProps {
  entries: CursorPage<AuditEntry>
}

/** The props of Contacts/Create. */
export interface ContactsCreateProps {
  /** FormKey lets a contact be created once, however often the form is sent. */
  formKey: string
}

/** The props of Contacts/Edit. */
export interface ContactsEditProps {
  contact: Contact
}

/**
 * indexProps are the list. Contacts grows as the visitor scrolls; the choices of
 * the filters stay as they are while it does.
 */
export interface ContactsIndexProps {
  filter: Filter
  contacts: Paginated<Contact>
  cities: string[]
  organisations: Organisation[]
}

/** The props of Contacts/Show. */
export interface ContactsShowProps {
  contact: Contact
  notes: Note[]
  history?: AuditEntry[]
}

/**
 * dashboardProps show the kinds of props: plain ones are sent on every visit,
 * Activity is live: when somebody changes something, each window that shows it
 * fetches it again. Growth follows when the page is shown, and Report is computed
 * only when a reload asks for it. Counts is polled. Largest is kept for all visitors
 * until a contact changes, and follows only if it is late.
 */
export interface DashboardProps {
  counts: Counts
  recent: Contact[]
  activity: AuditEntry[]
  growth?: MonthCount[]
  largest?: Organisation[]
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

/** The props of Organisations/Index. */
export interface OrganisationsIndexProps {
  organisations: Organisation[]
}

/** The props of Organisations/Show. */
export interface OrganisationsShowProps {
  organisation: Organisation
  contacts?: Contact[]
}

/** The props of Register. */
export type RegisterProps = Record<never, never>

/** The props of Team. */
export interface TeamProps {
  users: Teammate[]
}

/** The props of Trash. */
export interface TrashProps {
  contacts: TrashedContact[]
}

/** The props of every page, by its component. */
export interface Pages {
  'About': AboutProps
  'Account': AccountProps
  'Audit': AuditProps
  'Contacts/Create': ContactsCreateProps
  'Contacts/Edit': ContactsEditProps
  'Contacts/Index': ContactsIndexProps
  'Contacts/Show': ContactsShowProps
  'Dashboard': DashboardProps
  'Error': ErrorProps
  'Login': LoginProps
  'Organisations/Index': OrganisationsIndexProps
  'Organisations/Show': OrganisationsShowProps
  'Register': RegisterProps
  'Team': TeamProps
  'Trash': TrashProps
}

export interface UpdatePasswordInput {
  current: string
  password: string
  confirmation: string
}

export interface UpdateAvatarInput {
  avatar: File | null
}

export interface SetLanguageInput {
  language: string
}

export interface SetRoleInput {
  role: string
}

/**
 * CursorPage is one page between two cursors. It is a [Paginator] for lists
 * that change while they are read.
 */
export interface CursorPage<T> {
  data: T[]
  /** "" for the first page */
  currentCursor: string
  /** "" if there is none */
  previousCursor: string
  /** "" if there is none */
  nextCursor: string
}

/** AuditEntry says who did what, and when. */
export interface AuditEntry {
  id: number
  user: string
  /** created, updated, deleted, restored, purged, noted or promoted */
  action: string
  subject: string
  /** 0 if it is about no contact, or about one that is deleted */
  contactId: number
  at: string
}

/** Contact is one entry of the address book, as the pages get it. */
export interface Contact {
  id: number
  name: string
  email: string
  phone: string
  city: string
  /** name of the organisation */
  company: string
  /** 0 for no organisation */
  organisationId: number
  about: string
  createdAt: string
}

/** Filter selects and sorts contacts. Its zero value is everybody, by name. */
export interface Filter {
  /** every word is in the name, email, city or company */
  search: string
  city: string
  /** 0 for any */
  organisation: number
  /** "name" or "newest" */
  sort: string
}

/**
 * Paginated is one of several numbered pages. It is a [Paginator] for [Scroll]
 * props, and enough for plain pagination.
 */
export interface Paginated<T> {
  data: T[]
  currentPage: number
  perPage: number
  total: number
  lastPage: number
}

/** Organisation is where contacts work. */
export interface Organisation {
  id: number
  name: string
  website: string
  /** how many work there */
  contacts: number
}

/** Note is what a user wrote about a contact, with files. */
export interface Note {
  id: number
  author: string
  text: string
  files: NoteFile[]
  createdAt: string
}

/** NoteFile is a file of a note, without its content. */
export interface NoteFile {
  id: number
  name: string
  /** bytes */
  size: number
}

/** Counts are the numbers on the dashboard. */
export interface Counts {
  contacts: number
  /** that have contacts */
  organisations: number
  cities: number
  /** added in the last 30 days */
  recent: number
}

/** MonthCount is how many contacts were added in a month. */
export interface MonthCount {
  /** 2026-07 */
  month: string
  contacts: number
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

/** Teammate is a user as administrators see it. */
export interface Teammate {
  id: number
  name: string
  email: string
  /** admin or member */
  role: string
}

/** TrashedContact is a contact in the trash. */
export interface TrashedContact {
  id: number
  name: string
  company: string
  deletedAt: string
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
  about: string
}

/** NoteInput is what the form of a note sends. */
export interface NoteInput {
  text: string
  files: File[]
}

/** OrganisationInput is what the form of an organisation sends. */
export interface OrganisationInput {
  name: string
  website: string
}

/** contactIDs are what bulk actions are about. */
export interface ContactIDs {
  ids: number[]
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
  /** admin or member */
  role: string
  /** URL, empty if there is no picture */
  avatar: string
}

/**
 * How tells how the page that is shown came about, for the drawer "How this page
 * works".
 */
export interface How {
  /** as in newApp */
  route: string
  /** path and query, as in the answers */
  url: string
  handler: Source
  /** the visitor's last ones, newest first */
  answers: HowAnswer[]
}

/** Source is a piece of the program. */
export interface Source {
  file: string
  line: number
  text: string
}

/** HowAnswer is one answer as the drawer shows it. */
export interface HowAnswer {
  method: string
  url: string
  /** initial, navigate, partial, prefetch and so on */
  kind: string
  status: number
  millis: number
  bytes: number
  /** what became of rendering on the server, empty for nothing */
  ssr: string
  at: string
  props: HowProp[]
}

/** HowProp is what became of one prop of an answer. */
export interface HowProp {
  path: string
  /** defer, deferAfter, live and so on, or empty */
  kind: string
  /** sent, skipped and so on */
  outcome: string
  shared: boolean
  millis: number
  bytes: number
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string
    flashDataType: {
      error?: string
      notice?: string
      success?: string
      undo?: number[]
    }
    sharedPageProps: {
      auth: AuthProps
      language: string
      how?: How
    }
  }
}
