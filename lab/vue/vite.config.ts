import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), pages({ ssr: 'ssr.ts' }), inertia({ base: process.env.BASE ?? '/build/', input: ['main.ts', 'extra.ts'] })],
})
