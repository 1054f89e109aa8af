// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

/** The props of Anonymous. */
export interface AnonymousProps {
  /** N is a number. */
  n: number
}

/** The props of Empty. */
export type EmptyProps = Record<never, never>

/** Everything has a field of every kind. */
export interface ZooEveryThingProps {
  bool: boolean
  int8: number
  uint64: number
  float: number
  string: string
  bytes: string
  any: unknown
  error: unknown
  Untagged: string
  '-': string
  pointer: number | null
  pointerPointer: string | null
  omitEmpty?: string
  omitPointer?: ZooNode
  omitZero?: string
  asText: string
  'odd-name': number
  slice: string[]
  sliceOfNull: (string | null)[]
  sliceOfSlices: number[][]
  array: number[]
  map: Record<string, number>
  mapByInt: Record<number, boolean>
  mapByStatus: Partial<Record<Status, number>>
  inline: {
    /** X is inside. */
    x: number
    y: {
      z: boolean
    }[]
  }
  time: string
  duration: number
  raw: unknown
  number: number
  status: Status
  levels: Level[]
  plain: string
  money: `${number} ${string}`
  opaque: unknown
  code: string
  node: ZooNode | null
  derived: Derived
  /** another one of the name */
  other: OtherNode
  users: Page<User, Status>
  alias: Base
  lazy: ZooNode[]
  optional?: ZooNode | null
  deferred?: Status[]
  func: number
  funcCtx: ZooNode | null
  /**
   * Comments may contain * / what ends them,
   * and go on.
   */
  'hostile</script>': string
}

/** The props of every page, by its component. */
export interface Pages {
  'Anonymous': AnonymousProps
  'Empty': EmptyProps
  'Zoo/Every-thing': ZooEveryThingProps
}

export interface NestedInput {
  rows: Base[]
}

/** Node points to itself. */
export interface ZooNode {
  value: number
  children: (ZooNode | null)[]
  byName: Record<string, ZooNode>
}

/** Status is where an order stands. */
export type Status = 'open' | 'paid' | 'it\'s "quoted"\n'

export const Status = {
  /** StatusOpen is not paid yet. */
  Open: 'open',
  Paid: 'paid',
  Quoted: 'it\'s "quoted"\n',
} as const

/** Level is a number. */
export type Level = -1 | 0 | 1

export const Level = {
  Low: -1,
  Middle: 0,
  High: 1,
} as const

/** Derived embeds. */
export interface Derived {
  id: number
  name: string
  fromHidden?: boolean
  named: Base
  /** is taken, the embedded one is not */
  shadow: number
}

/** Base is embedded. */
export interface Base {
  id: number
  name: string
  shadow: string
}

/** Node is not the other Node. */
export interface OtherNode {
  other: boolean
}

/** Page is generic. */
export interface Page<T, M> {
  items: T[]
  meta: Record<string, string>
  next: Page<T, M> | null
}

/** User is somebody. */
export interface User {
  name: string
}

/** Upload is read from a form. */
export interface Upload {
  title: string
  file: File | null
  more: File[]
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string[]
    flashDataType: {
      success?: boolean | string
      toast?: {
        text: string
      }
    }
    sharedPageProps: {
      user: User | null
      maybe?: User | null
      news: User | null
      year: number
      locale?: string
    }
  }
}
