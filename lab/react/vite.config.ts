import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/build/',
  plugins: [react()],
  build: { manifest: true, outDir: '../dist/react', emptyOutDir: true, rolldownOptions: { input: 'main.tsx' } },
})
