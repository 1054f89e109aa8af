import { createInertiaApp } from '@inertiajs/svelte'
<<- if .Accounts >>
import AuthLayout from './layouts/AuthLayout.svelte'
<<- end >>
import Layout from './layouts/Layout.svelte'
<<- if .Accounts >>
import SettingsLayout from './layouts/SettingsLayout.svelte'
<<- end >>
import './app.css'

<< if .SSR >>// The browser and the server both start here; @inertiajs/vite adds what differs.
<< end >>createInertiaApp({
  pages: './pages',
<<- if .Accounts >>
  layout: (name) => {
    if (name.startsWith('Auth/')) return AuthLayout
    if (name.startsWith('Settings/')) return [Layout, SettingsLayout]
    return Layout
  },
<<- else >>
  layout: () => Layout,
<<- end >>
  progress: { color: 'var(--color-accent)' },
  // The server's policy applies only styles that carry its nonce.
<<- if .SSR >>
  nonce: import.meta.env.SSR ? undefined : document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce,
<<- else >>
  nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce,
<<- end >>
})
