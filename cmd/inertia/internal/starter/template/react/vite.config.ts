import go from '@inertia-templ/vite'
import inertia from '@inertiajs/vite'
<<- if .Tailwind >>
import tailwindcss from '@tailwindcss/vite'
<<- end >>
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), << if .Tailwind >>tailwindcss(), << end >>inertia(<< if not .SSR >>{ ssr: false }<< end >>), go({ compress: true })],
})
