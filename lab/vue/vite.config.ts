import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/build/',
  plugins: [vue()],
  build: { manifest: true, outDir: '../dist/vue', emptyOutDir: true, rolldownOptions: { input: 'main.ts' } },
})
