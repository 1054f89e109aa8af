import { execFileSync } from 'node:child_process'
import { defineConfig } from '@playwright/test'
import type { Options } from './lab.ts'

const executablePath = execFileSync('../tools/browser.sh', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

export default defineConfig<object, Options>({
  testDir: 'specs',
  globalSetup: './build.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000, // only for tests that hang: a busy machine is slow
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: '.out/results',
  use: {
    // A trace of every test takes longer than the test: TRACE=1 records them.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 800, height: 600 },
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  projects: [
    { name: 'applications', testMatch: 'applications.spec.ts' },
    ...(['react', 'vue', 'svelte'] as const).flatMap((framework) => [
      { name: framework, use: { framework }, testIgnore: ['dev.spec.ts', 'devtools.spec.ts', 'applications.spec.ts'] },
      { name: `${framework}-dev`, use: { framework, dev: true }, testIgnore: ['hints.spec.ts', 'applications.spec.ts', 'contract.spec.ts', 'live.spec.ts'] },
    ]),
  ],
})
