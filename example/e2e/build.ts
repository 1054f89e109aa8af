import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

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

/** The program with its build, and DevTools for everybody. */
export const watched = join(out, 'contacts-watched')

/** The command, for "inertia dev". */
export const inertia = join(out, 'inertia')

const run = promisify(execFile)

export default async function build() {
  if (!existsSync(join(frontend, 'dist/.vite/manifest.json'))) {
    throw new Error('the front end is not built: run ./task frontend')
  }
  mkdirSync(out, { recursive: true })
  const copy = copyProgram(join(out, 'second'))
  const dashboard = join(copy, 'frontend/src/pages/Dashboard.tsx')
  change(dashboard, 'Everyone you know, at a glance.', secondText)
  const vite = (...flags: string[]) => run('npx', ['vite', 'build', '--config', 'copy.config.ts', '--logLevel', 'error', ...flags], { cwd: join(copy, 'frontend') })
  const go = (output: string, dir: string) => run('go', ['build', '-o', output, '.'], { cwd: dir })
  await Promise.all([go(first, example), go(inertia, resolve(example, '../cmd/inertia')), vite(), vite('--ssr')])
  await go(second, copy)
  await go(watched, copyWatched())
}

function copyWatched(): string {
  const copy = copyProgram(join(out, 'watched'))
  for (const folder of ['dist', 'dist-ssr']) cpSync(join(frontend, folder), join(copy, 'frontend', folder), { recursive: true })
  change(join(copy, 'app.go'), '\t\tinertia.WithRoutes(mux),', '\t\tinertia.WithRoutes(mux),\n\t\tinertia.WithDevTools(func(*http.Request) bool { return true }),')
  return copy
}

/** copyProgram copies the program with its front end, so that tests may change both. */
export function copyProgram(copy: string): string {
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  for (const name of readdirSync(example)) {
    if (/\.(go|templ)$/.test(name) || name === 'go.mod' || name === 'go.sum') cpSync(join(example, name), join(copy, name))
  }
  // A workspace of its own: that of the repository, with the copy for the example.
  const root = resolve(example, '..')
  const work = readFileSync(join(root, 'go.work'), 'utf8')
  writeFileSync(join(copy, 'go.work'), work.replace(/^\t\.\/example$/m, '').replace(/(\t|=> )\.(\/\S*)?$/gm, `$1${root}$2`).replace('use (', 'use (\n\t.'))
  if (existsSync(join(root, 'go.work.sum'))) cpSync(join(root, 'go.work.sum'), join(copy, 'go.work.sum'))
  copyFrontend(join(copy, 'frontend'))
  return copy
}

/** change replaces text in a file, which has to be there. */
export function change(file: string, from: string, to: string) {
  const source = readFileSync(file, 'utf8')
  const changed = source.replace(from, () => to)
  if (changed === source) throw new Error(`${file} has no ${from}`)
  writeFileSync(file, changed)
}
