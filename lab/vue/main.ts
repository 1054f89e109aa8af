import { nonce } from '../probe'
import { createInertiaApp } from '@inertiajs/vue3'
import { createApp, h, type DefineComponent } from 'vue'

const pages = import.meta.glob<{ default: DefineComponent }>('./pages/*.vue')

createInertiaApp({
  nonce,
  resolve: async (name) => (await pages[`./pages/${name}.vue`]()).default,
  setup: ({ el, App, props, plugin }) => void createApp({ render: () => h(App, props) }).use(plugin).mount(el!),
})
