import inertia from '@inertia-templ/vite'
import pages from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [react(), pages(), inertia()] })
