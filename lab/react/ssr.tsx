import { createInertiaApp } from '@inertiajs/react'
import createServer from '@inertiajs/react/server'
import { renderToString } from 'react-dom/server'
import { resolve } from './app'

createServer((page) => createInertiaApp({ page, resolve, serverHead: true, render: renderToString, setup: ({ App, props }) => <App {...props} /> }))
