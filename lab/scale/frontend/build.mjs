// Builds the releases that are deployed one after the other. The pages Home and
// Form say which release they are of, so that they change with each of them.
import { build } from 'vite'

for (const release of ['1', '2', '3']) {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    base: '/build/',
    define: { __RELEASE__: JSON.stringify(release) },
    build: {
      outDir: `dist/${release}`,
      emptyOutDir: true,
      manifest: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'main.ts' },
    },
  })
}
