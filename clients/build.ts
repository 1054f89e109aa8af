import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

// The server is built for each run; the front ends are built by "npm run build".
export default function build() {
  for (const framework of ['react', 'vue', 'svelte']) {
    if (!existsSync(join(import.meta.dirname, `dist/${framework}/.vite/manifest.json`))) {
      throw new Error(`the front end of ${framework} is not built: run npm run build`)
    }
  }
  execFileSync('go', ['build', '-o', '.out/server', './server'], { cwd: import.meta.dirname, stdio: 'inherit' })
}
