import pages from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The render server of Inertia's own, as its documentation builds it.
export default defineConfig({ plugins: [react(), pages()], build: { ssr: 'src/app.tsx', outDir: 'dist-official' } })
