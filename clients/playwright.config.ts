import { execFileSync } from 'node:child_process'
import { defineConfig } from '@playwright/test'
import type { Options } from './browser.ts'

// A browser that cannot be found is an error here.
const executablePath = execFileSync('../tools/browser.sh', { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

export default defineConfig<object, Options>({
  testDir: 'specs',
  testMatch: '*.spec.ts',
  globalSetup: './build.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: '.out/results',
  use: {
    trace: 'retain-on-failure',
    viewport: { width: 800, height: 600 },
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  projects: (['react', 'vue', 'svelte'] as const).map((framework) => ({ name: framework, use: { framework } })),
})
