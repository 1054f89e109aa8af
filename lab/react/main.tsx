import { nonce } from '../probe'
import { createInertiaApp } from '@inertiajs/react'
import { createRoot } from 'react-dom/client'

const pages = import.meta.glob<{ default: React.ComponentType }>('./pages/*.tsx')

createInertiaApp({
  nonce,
  resolve: async (name) => (await pages[`./pages/${name}.tsx`]()).default,
  setup: ({ el, App, props }) => createRoot(el!).render(<App {...props} />),
})
