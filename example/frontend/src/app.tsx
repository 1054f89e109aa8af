import { live } from '@inertia-templ/vite/live'
import { createInertiaApp, router } from '@inertiajs/react'
import Layout from './layouts/Layout'
import './styles/index.css'

// The browser and the server both start here; @inertiajs/vite adds what differs.
createInertiaApp({
  pages: './pages',
  serverHead: true,
  // Titles of components are without the name, those of the server have it.
  title: (title) => (!title ? 'Contacts' : title.endsWith(' · Contacts') ? title : `${title} · Contacts`),
  layout: () => Layout,
  // The server's policy allows only styles with this nonce, the progress bar's too.
  nonce: import.meta.env.SSR ? undefined : document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce,
  progress: { color: 'var(--accent)', delay: 150 },
})

live(router)
