import { createInertiaApp } from '@inertiajs/svelte'
import createServer from '@inertiajs/svelte/server'
import { render } from 'svelte/server'
import { resolve } from './app'

createServer((page) => createInertiaApp({ page, resolve, serverHead: true, setup: ({ App, props }) => render(App, { props }) }))
