import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const example = resolve(import.meta.dirname, '..')
export const out = resolve(import.meta.dirname, '.out')
const frontend = join(example, 'frontend')

/** The program as it is, and as it is after a deploy of another front end. */
export const first = join(out, 'contacts')
export const second = join(out, 'contacts-second')

/** copyFrontend makes a Vite project whose sources tests may change. */
export function copyFrontend(to: string): string {
  rmSync(to, { recursive: true, force: true })
  cpSync(frontend, to, { recursive: true, filter: (source) => !/\/(node_modules|dist)(\/|$)/.test(source) })
  symlinkSync(join(frontend, 'node_modules'), join(to, 'node_modules'))
  // The linked modules lie outside of the copy, and their cache must not. What
  // the example itself does without is tried here.
  writeFileSync(
    join(to, 'copy.config.ts'),
    `import { mergeConfig } from 'vite'
import inertia from '@inertia-templ/vite'
import base from './vite.config.ts'

export default mergeConfig(base, {
  plugins: [inertia({ base: '/build/', hotFile: 'tmp/hot', refresh: 'views/*.templ' })],
  cacheDir: '.vite',
  server: { fs: { strict: false } },
})
`,
  )
  return to
}

/** The text that the second build shows on the dashboard. */
export const secondText = 'The second build.'

export default function build() {
  if (!existsSync(join(frontend, 'dist/.vite/manifest.json'))) {
    throw new Error('the front end is not built: run ./task frontend')
  }
  mkdirSync(out, { recursive: true })
  execFileSync('go', ['build', '-o', first, '.'], { cwd: example, stdio: 'inherit' })

  const copy = join(out, 'second')
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  for (const name of readdirSync(example)) {
    if (name.endsWith('.go') || name === 'go.sum') cpSync(join(example, name), join(copy, name))
  }
  writeFileSync(join(copy, 'go.mod'), readFileSync(join(example, 'go.mod'), 'utf8').replace(/=> \.\.\/(\S*)/g, `=> ${resolve(example, '..')}/$1`))
  const project = copyFrontend(join(copy, 'frontend'))
  const dashboard = join(project, 'src/pages/Dashboard.tsx')
  const source = readFileSync(dashboard, 'utf8')
  const changed = source.replace('Everyone you know, at a glance.', secondText)
  if (changed === source) throw new Error(`${dashboard} has no text to change`)
  writeFileSync(dashboard, changed)
  for (const flags of [[], ['--ssr']]) {
    execFileSync('npx', ['vite', 'build', '--config', 'copy.config.ts', '--logLevel', 'error', ...flags], { cwd: project, stdio: 'inherit' })
  }
  execFileSync('go', ['build', '-o', second, '.'], { cwd: copy, stdio: 'inherit' })
}
