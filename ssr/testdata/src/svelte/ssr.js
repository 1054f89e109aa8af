import { createInertiaApp } from '@inertiajs/svelte'
import createServer from '@inertiajs/svelte/server'
import { render } from 'svelte/server'

const pages = import.meta.glob('./pages/*.svelte', { eager: true })

createServer(
  (page) => createInertiaApp({
    page,
    resolve: (name) => pages[`./pages/${name}.svelte`],
    setup: ({ App, props }) => render(App, { props }),
  }),
  { host: '127.0.0.1', port: Number(process.env.PORT ?? 13714) },
)
