import type { ResolvedComponent } from '@inertiajs/svelte'

const pages = import.meta.glob<ResolvedComponent>('./pages/*.svelte')

export const resolve = (name: string) => pages[`./pages/${name}.svelte`]()
