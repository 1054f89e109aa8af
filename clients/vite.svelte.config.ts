import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/build/',
  plugins: [svelte()],
  build: { manifest: true, outDir: 'dist/svelte', rolldownOptions: { input: 'svelte/main.ts' } },
})
