import type { DefineComponent } from 'vue'

const pages = import.meta.glob<{ default: DefineComponent }>('./pages/*.vue')

export const resolve = async (name: string) => (await pages[`./pages/${name}.vue`]()).default
