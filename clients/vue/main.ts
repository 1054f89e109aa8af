import { createInertiaApp, type ResolvedComponent } from '@inertiajs/vue3'
import { createApp, h } from 'vue'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/*.vue')

createInertiaApp({
  resolve: async (name) => (await pages[`./pages/${name}.vue`]()).default,
  setup: ({ el, App, props, plugin }) => void createApp({ render: () => h(App, props) }).use(plugin).mount(el!),
})
