import go from '@inertia-templ/vite'
import inertia from '@inertiajs/vite'
<<- if .Tailwind >>
import tailwindcss from '@tailwindcss/vite'
<<- end >>
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte(), << if .Tailwind >>tailwindcss(), << end >>inertia(<< if not .SSR >>{ ssr: false }<< end >>), go({ compress: true })],
})
