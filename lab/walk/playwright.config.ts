import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'
import type { Framework } from './reader.ts'

/** "go -C tools test ./install" starts it, see walk_test.go there. */
export default defineConfig<{ framework: Framework }>({
  forbidOnly: true,
  workers: 1,
  timeout: 90 * 60_000, // only for tests that hang: everything is downloaded and compiled
  expect: { timeout: 120_000 },
  reporter: [['list']],
  outputDir: '../.out/walk',
  use: {
    ...shared.use,
    viewport: { width: 1280, height: 800 },
    ignoreHTTPSErrors: true,
    actionTimeout: 60_000,
    trace: 'off',
    launchOptions: {
      ...shared.use!.launchOptions,
      args: [...shared.use!.launchOptions!.args!, '--host-resolver-rules=MAP logbook.example.com 10.231.77.2'],
    },
  },
  projects: (['react', 'vue', 'svelte'] as const).map((framework) => ({ name: framework, use: { framework } })),
})
