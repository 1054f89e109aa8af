// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

/** The props of Other/Local. */
export interface OtherLocalProps {
  Named: number
}

/** The props of every page, by its component. */
export interface Pages {
  'Other/Local': OtherLocalProps
}

export interface SignInInput {
  SignIn: number
}

export interface FormInput {
  Blank: number
}

export interface UsersStoreInput {
  UsersStore: number
}

export interface UsersUpdateInput {
  UsersUpdate: number
}

export interface LocalInput {
  Local: number
}

export interface MainInput {
  Main1: number
}

export interface MainInput2 {
  Main2: number
}

export interface UsersStoreInput2 {
  A: number
}

export interface PostsStoreInput {
  B: number
}

export interface ShowInput {
  C: number
}

export interface AnonymousInput {
  Of: unknown
}

export interface OddInput {
  Method: number
}

export interface Named {
  Named: number
}

export interface Generic<T> {
  Generic: T
}

export interface ByPointer {
  ByPointer: number
}

export interface Local {
  InOdd: number
}

export interface OtherLocal {
  InOther: number
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string
  }
}
