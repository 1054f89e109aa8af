import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pages({ ssr: 'ssr.tsx' }), inertia({ base: '/build/', input: ['main.tsx', 'extra.ts'] })],
})
