// Nitro has a preset for one process and one for several; both are built.
const preset = process.env.NITRO_PRESET ?? 'node_server'

export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  devtools: { enabled: false },
  nitro: { output: { dir: `.output/${preset}` } },
})
