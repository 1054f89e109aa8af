// Written by "inertia types". Do not edit: change the Go code and run it again.
import '@inertiajs/core'

/** The props of Article. */
export interface ArticleProps {
  title: string
  body: string
}

/** LinksProps are those of the page whose links are made by the route helpers. */
export interface LinksProps {
  locale: string
  posts: Post[]
}

/** The props of every page, by its component. */
export interface Pages {
  'Article': ArticleProps
  'Links': LinksProps
}

export interface BigSentInput {
  id: number | string
  other: string
}

export interface PhotosInput {
  photos: File[]
  pages: {
    text: string
    image: File | null
  }[]
}

/** Post has an ID of any size. */
export interface Post {
  id: number | string
  title: string
}

export interface Auth {
  user: string
  can: Record<string, unknown>
}

declare module '@inertiajs/core' {
  interface InertiaConfig {
    errorValueType: string
    flashDataType: {
      error?: string
      id?: number | string
      message?: string
      pages?: string
      photos?: string
      text?: string
    }
    sharedPageProps: {
      menu?: string
      auth: Auth
      siteMenu: {
        topItems: string[]
      }
      adminTools?: string[]
      year: number | string
      slow: string
      root: unknown
    }
  }
}
