import path from 'node:path'
import { addCompressed } from './compress.js'
import { entryModule, findEntry, moduleName, resolvedName } from './entry.js'
import { reload } from './glob.js'
import { announce } from './hot.js'
import { addIntegrity } from './integrity.js'
import { keepFolder } from './keep.js'
import { followNotices } from './notice.js'
import { forServer, refuseClientFolder } from './server.js'

export default function inertia({ input, base, devBase = '/__vite/', integrity = false, compress = false, hotFile, refresh = [] } = {}) {
  let config
  let restore = () => {}
  let showAgain = () => {}
  return {
    name: 'inertia-templ',

    config(user, { command, isPreview, isSsrBuild }) {
      if (isSsrBuild) return forServer(user)
      // In development Vite loads packages for the server by itself. CommonJS, as
      // React is, would not run if Vite had to transform it.
      if (command === 'serve' && user.ssr?.noExternal === true) delete user.ssr.noExternal
      const build = user.build ?? {}
      const named = build.rolldownOptions?.input ?? build.rollupOptions?.input
      return {
        base: command === 'serve' && !isPreview ? devBase : (base ?? user.base),
        build: {
          manifest: build.manifest || true,
          ...(named ? {} : { rolldownOptions: { input: input ?? findEntry(user.root) } }),
        },
      }
    },

    resolveId(name) {
      if (name === moduleName) return resolvedName
    },

    load(name) {
      if (name === resolvedName) return entryModule(config)
    },

    configResolved(resolved) {
      config = resolved
      if (config.command === 'build' && config.build.ssr) refuseClientFolder(config)
    },

    // Before Vite empties the outDir.
    buildStart() {
      if (config.command === 'build') restore = keepFolder(path.resolve(config.root, config.build.outDir))
    },

    // After the manifest and everything it names were written.
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir }) {
        restore()
        if (config.build.ssr) return
        const out = dir ?? path.resolve(config.root, config.build.outDir)
        if (integrity && config.build.manifest) {
          addIntegrity(out, config.build.manifest === true ? '.vite/manifest.json' : config.build.manifest)
        }
        if (compress) addCompressed(out)
      },
    },

    configureServer(server) {
      if (hotFile) announce(server, path.resolve(config.root, hotFile))
      reload(server, config.root, [refresh].flat())
      if (process.env.INERTIA_DEV_NOTICE) showAgain = followNotices(server, process.env.INERTIA_DEV_NOTICE)
    },

    hotUpdate() {
      showAgain()
    },
  }
}
