import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/build/',
  plugins: [vue()],
  build: { manifest: true, outDir: 'dist/vue', rolldownOptions: { input: 'vue/main.ts' } },
})
