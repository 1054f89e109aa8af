import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), pages({ ssr: 'ssr.ts' }), inertia({ base: process.env.BASE ?? '/build/', input: ['main.ts', 'extra.ts'] })],
})
