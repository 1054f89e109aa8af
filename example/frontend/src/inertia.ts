import type { ResolvedComponent } from '@inertiajs/react'
import Layout from './layouts/Layout'
import './styles/index.css'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx')

// What the browser and the server have in common.
export const app = {
  title: (title: string) => (title ? `${title} · Contacts` : 'Contacts'),
  resolve: async (name: string) => {
    const load = pages[`./pages/${name}.tsx`]
    if (!load) {
      throw new Error(`There is no page src/pages/${name}.tsx`)
    }
    return (await load()).default
  },
  layout: () => Layout,
}
