import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// Debian's own Chromium where there is one; elsewhere the one that `npx playwright install chromium` brought.
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
)

/** Browser journeys. The tests start the real, built web process themselves. */
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/helpers/build-web.ts',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // Each worker brings up a database and a web process of its own.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A journey that fails twice is broken; one that fails once on a loaded machine is shown as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    // A button that is not there must fail its own line, not use up the whole test's time.
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
