/// <reference types="vite/client" />
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { renderToString } from 'react-dom/server'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/*.tsx', { eager: true })

export default function render(page: any) {
  return createInertiaApp({
    page,
    render: renderToString,
    resolve: (name) => pages[`./pages/${name}.tsx`].default,
    setup: ({ App, props }) => <App {...props} />,
  })
}
