import { existsSync } from 'node:fs'
import path from 'node:path'

// Where @inertiajs/vite looks, so that one file starts the browser and the server.
const candidates = ['src/app.ts', 'src/app.tsx', 'src/app.js', 'src/app.jsx']

export function findEntry(root = process.cwd()) {
  return candidates.find((name) => existsSync(path.resolve(root, name))) ?? candidates[0]
}

// The document loads this module in development, where Go cannot know which
// entries there are.
export const moduleName = '/@inertia-templ/entry'
export const resolvedName = '\0inertia-templ-entry'

// entryModule imports the entries, after what React's hot updates need first.
export function entryModule({ build, plugins }) {
  const imports = []
  const has = (name) => plugins.some((plugin) => plugin.name === name)
  if (has('vite:react-virtual-preamble')) imports.push('@vitejs/plugin-react/preamble')
  const input = build.rolldownOptions.input
  const entries = typeof input === 'string' ? [input] : Object.values(input ?? {})
  for (const entry of entries) imports.push(path.isAbsolute(entry) && existsSync(entry) ? entry : path.posix.join('/', entry))
  return imports.map((name) => `import ${JSON.stringify(name)}\n`).join('')
}
