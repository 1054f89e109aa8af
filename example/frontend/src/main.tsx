import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { createRoot } from 'react-dom/client'
import Layout from './layouts/Layout'
import './styles/index.css'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx')

createInertiaApp({
  // The server's policy allows only styles with this nonce, the progress bar's too.
  nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce,
  title: (title) => (title ? `${title} · Contacts` : 'Contacts'),
  resolve: async (name) => {
    const load = pages[`./pages/${name}.tsx`]
    if (!load) {
      throw new Error(`There is no page src/pages/${name}.tsx`)
    }
    return (await load()).default
  },
  layout: () => Layout,
  setup: ({ el, App, props }) => {
    createRoot(el).render(<App {...props} />)
  },
  progress: { color: 'var(--accent)', delay: 150 },
})
