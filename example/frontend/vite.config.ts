import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The Go server hands out everything: the built files below /build/, and in
// development the files of this dev server.
export default defineConfig({ plugins: [react(), pages(), inertia({ base: '/build/', integrity: true, compress: true })] })
