import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/build/',
  plugins: [svelte()],
  build: { manifest: true, outDir: '../dist/svelte', emptyOutDir: true, rolldownOptions: { input: 'main.ts' } },
})
