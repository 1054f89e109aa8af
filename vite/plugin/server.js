import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

// A bundle for package ssr: one file that needs no node_modules, beside the
// build rather than in it.
export function forServer(user) {
  return {
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    // Even where a list is there: plugins of frameworks, such as Svelte's, add their packages to it.
    ssr: { noExternal: true },
    build: {
      outDir: serverFolder(user.build?.outDir ?? 'dist'),
      emptyOutDir: false,
      copyPublicDir: false,
      manifest: false,
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: `ssr.${extension(user.root)}` } },
    },
  }
}

// vite.config has one outDir for both builds, and this one must not write over
// the other. A name that says that it is for the server is taken as it is.
function serverFolder(outDir) {
  const name = outDir.replace(/[\\/]+$/, '')
  return /ssr|server/i.test(path.basename(name)) ? name : `${name}-ssr`
}

// extension is .js where Node takes that for a module.
function extension(root = process.cwd()) {
  for (let dir = path.resolve(root); ; dir = path.dirname(dir)) {
    const file = path.join(dir, 'package.json')
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).type === 'module' ? 'js' : 'mjs'
    if (dir === path.dirname(dir)) return 'mjs'
  }
}

// The program serves what is in the client's folder, and the client's build
// empties it.
export function refuseClientFolder({ root, build }) {
  const out = path.resolve(root, build.outDir)
  for (let dir = out; ; dir = path.dirname(dir)) {
    if (hasClientBuild(dir)) {
      throw new Error(
        `@inertia-templ/vite: vite build --ssr would write into ${out}, where the build for browsers is (${dir}): name a folder beside it with --outDir, such as --outDir ${path.basename(dir)}-ssr`,
      )
    }
    if (dir === path.dirname(dir) || dir === path.resolve(root)) return
  }
}

function hasClientBuild(dir) {
  const file = path.join(dir, '.vite/manifest.json')
  if (!existsSync(file)) return false
  try {
    const chunks = Object.values(JSON.parse(readFileSync(file, 'utf8')))
    return chunks.some((chunk) => chunk.isEntry && !/(^|\/)(ssr|server)\.[cm]?js$/.test(chunk.file))
  } catch {
    return true
  }
}
