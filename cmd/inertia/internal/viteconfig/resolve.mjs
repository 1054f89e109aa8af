// Prints what vite.config comes to, in the folder that it runs in.
import path from 'node:path'
import { resolveConfig } from 'vite'

const settings = async (inline, command, mode) => {
  const c = await resolveConfig({ logLevel: 'silent', ...inline }, command, mode, mode)
  const input = c.build.rolldownOptions?.input ?? c.build.rollupOptions?.input ?? []
  const inputs = typeof input === 'string' ? [input] : Object.values(input)
  const manifest = c.build.manifest
  return {
    root: c.root,
    base: c.base,
    outDir: path.resolve(c.root, c.build.outDir),
    manifest: manifest === true ? '.vite/manifest.json' : manifest || '',
    inputs: inputs.map((file) => path.resolve(c.root, file)),
    plugins: c.plugins.map((plugin) => plugin.name),
    noExternal: c.ssr?.noExternal === true,
    port: c.server.port ?? 5173,
    strictPort: c.server.strictPort ?? false,
  }
}

try {
  const result = {
    build: await settings({}, 'build', 'production'),
    server: await settings({ build: { ssr: true } }, 'build', 'production'),
    dev: await settings({}, 'serve', 'development'),
  }
  process.stdout.write('\n' + JSON.stringify(result) + '\n', () => process.exit(0))
} catch (error) {
  process.stderr.write(`error: ${error?.message ?? error}\n`, () => process.exit(1))
}
