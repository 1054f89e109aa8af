import { createInertiaApp, type ResolvedComponent } from '@inertiajs/svelte'
import { mount } from 'svelte'

const pages = import.meta.glob<ResolvedComponent>('./pages/*.svelte')

createInertiaApp({
  resolve: (name) => pages[`./pages/${name}.svelte`](),
  setup: ({ el, App, props }) => void mount(App, { target: el!, props }),
})
