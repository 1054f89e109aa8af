import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The Go server hands out everything: the built files below /build/, and in
// development the files of this dev server below /__vite/.
export default defineConfig(({ command }) => ({
  base: command === 'serve' ? '/__vite/' : '/build/',
  plugins: [react()],
  build: {
    manifest: true,
    rolldownOptions: { input: 'src/main.tsx' },
  },
}))
