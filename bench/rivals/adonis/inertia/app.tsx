/// <reference types="vite/client" />
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import { hydrateRoot } from 'react-dom/client'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/*.tsx')

createInertiaApp({
  resolve: async (name) => (await resolvePageComponent(`./pages/${name}.tsx`, pages)).default,
  setup({ el, App, props }) {
    hydrateRoot(el!, <App {...props} />)
  },
})
