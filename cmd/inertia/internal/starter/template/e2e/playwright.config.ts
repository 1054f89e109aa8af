import { randomBytes } from 'node:crypto'
import { defineConfig } from '@playwright/test'

// The tour runs against the built program, started here, or against E2E_URL, where one runs already.
//   E2E_PROGRAM          the program, ../bin/<< .Name >> by default
//   E2E_PORT             where it listens, 4179 by default
//   PLAYWRIGHT_CHROMIUM  a browser that is installed; without it, Playwright's own
const { E2E_URL, E2E_PROGRAM = '../bin/<< .Name >>', E2E_PORT = '4179', PLAYWRIGHT_CHROMIUM } = process.env
const address = `127.0.0.1:${E2E_PORT}`

export default defineConfig({
  testMatch: '*.spec.ts',
  workers: 1,
  forbidOnly: !!process.env.CI,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  outputDir: '.out/results',
  use: {
    baseURL: E2E_URL ?? `http://${address}`,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: PLAYWRIGHT_CHROMIUM },
  },
  webServer: E2E_URL
    ? undefined
    : {
        command: `rm -rf .out/program && mkdir -p .out/program && exec ${E2E_PROGRAM} -addr ${address}<< if .SQLite >> -db .out/program/app.db<< end >> >.out/program/log 2>&1`,
        url: `http://${address}`,
        env: { APP_SECRET: randomBytes(32).toString('hex') },
      },
})
