import { execFileSync } from 'node:child_process'
import { defineConfig } from '@playwright/test'
import type { Options } from './app.ts'

// The suite runs against the build embedded in the Go program, and again through
// a Vite dev server, without what looks the same there. What developers see of a
// program is tried under "inertia dev". A browser that cannot be found is an
// error here.
const executablePath = execFileSync('../../tools/browser.sh', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

const insight = ['devtools.spec.ts', 'window.spec.ts']

export default defineConfig<object, Options>({
  testMatch: '*.spec.ts',
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
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  projects: [
    { name: 'production', use: { mode: 'production' }, testIgnore: ['dev.spec.ts', 'devtools.spec.ts'] },
    { name: 'dev', use: { mode: 'dev' }, testIgnore: ['production.spec.ts', 'accessibility.spec.ts', 'showcase.spec.ts', ...insight] },
    { name: 'inertia-dev', use: { mode: 'inertia dev' }, testMatch: insight },
  ],
})
