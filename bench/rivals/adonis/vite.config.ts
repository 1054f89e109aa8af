import adonisjs from '@adonisjs/vite/client'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), adonisjs({ entryPoints: ['inertia/app.tsx'], serverEntryPoints: ['inertia/ssr.tsx'] })],
})
