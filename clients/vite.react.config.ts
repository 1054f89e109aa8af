import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/build/',
  plugins: [react()],
  build: { manifest: true, outDir: 'dist/react', rolldownOptions: { input: 'react/main.tsx' } },
})
