// What the Go handlers send. Page props are declared beside each page.

// avatar is a URL, empty if there is no picture.
export type User = { id: number; name: string; email: string; avatar: string }

export type Contact = {
  id: number
  name: string
  email: string
  phone: string
  city: string
  company: string
  notes: string
  createdAt: string
}

export type ContactInput = Omit<Contact, 'id' | 'createdAt'>

export type Flash = { success?: string; error?: string; notice?: string }

declare module '@inertiajs/core' {
  interface InertiaConfig {
    flashDataType: Flash
    sharedPageProps: { auth: { user: User | null } }
  }
}
