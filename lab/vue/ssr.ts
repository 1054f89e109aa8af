import { createInertiaApp } from '@inertiajs/vue3'
import createServer from '@inertiajs/vue3/server'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { resolve } from './app'

createServer((page) =>
  createInertiaApp({ page, resolve, serverHead: true, render: renderToString, setup: ({ App, props, plugin }) => createSSRApp({ render: () => h(App, props) }).use(plugin) }),
)
