import { createInertiaApp } from '@inertiajs/react'
import createServer from '@inertiajs/react/server'
import { renderToString } from 'react-dom/server'
import { app } from './inertia'

createServer((page) =>
  createInertiaApp({ ...app, page, render: renderToString, setup: ({ App, props }) => <App {...props} /> }),
)
