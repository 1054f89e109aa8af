import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { change, copyProgram } from './build.ts'

const live = resolve(import.meta.dirname, 'live')

/** copyToDevelop copies the program and adds the page at /scenario, which asks the server in ways that no other page does. */
export function copyToDevelop(to: string): string {
  const copy = copyProgram(to)
  cpSync(join(live, 'live.go.txt'), join(copy, 'scenario.go'))
  cpSync(join(live, 'Live.tsx'), join(copy, 'frontend/src/pages/Live.tsx'))
  const about = '\tmux.Handle("about"'
  change(join(copy, 'app.go'), about, `\tmux.Handle("scenario", "GET /scenario", i.Handle(a.showLive))\n${about}`)
  change(join(copy, 'frontend/vite.config.ts'), "import { defineConfig } from 'vite'", "import { defineConfig, mergeConfig } from 'vite'")
  change(join(copy, 'frontend/vite.config.ts'), 'export default', 'const own =')
  // The linked modules lie outside of the copy, and their cache must not.
  const config = `\nexport default mergeConfig(own, { cacheDir: '.vite', server: { fs: { strict: false } } })\n`
  writeFileSync(join(copy, 'frontend/vite.config.ts'), config, { flag: 'a' })
  for (const folder of ['dist', 'dist-ssr']) {
    mkdirSync(join(copy, 'frontend', folder), { recursive: true })
    writeFileSync(join(copy, 'frontend', folder, '.gitkeep'), '')
  }
  return copy
}
