import { createInertiaApp } from '@inertiajs/vue3'
import createServer from '@inertiajs/vue3/server'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'

const pages = import.meta.glob('./pages/*.vue', { eager: true })

createServer(
  (page) => createInertiaApp({
    page,
    render: renderToString,
    title: (title) => `${title} · Test`,
    resolve: (name) => pages[`./pages/${name}.vue`].default,
    setup: ({ App, props, plugin }) => createSSRApp({ render: () => h(App, props) }).use(plugin),
  }),
  { host: '127.0.0.1', port: Number(process.env.PORT ?? 13714) },
)
