import { createInertiaApp } from '@inertiajs/react'
import createServer from '@inertiajs/react/server'
import { renderToString } from 'react-dom/server'

const pages = import.meta.glob('./pages/*.jsx', { eager: true })

createServer(
  (page) => createInertiaApp({
    page,
    render: renderToString,
    title: (title) => `${title} · Test`,
    resolve: (name) => {
      const found = pages[`./pages/${name}.jsx`]
      if (!found) throw new Error(`Cannot find module ./pages/${name}.jsx`)
      return found.default
    },
    setup: ({ App, props }) => <App {...props} />,
  }),
  { host: '127.0.0.1', port: Number(process.env.PORT ?? 13714) },
)
