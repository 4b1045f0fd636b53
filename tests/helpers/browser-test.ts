import { test as base, expect, type Page } from '@playwright/test'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'
import { migrate } from './migrate'
import { admin, startWeb, type StartedWeb } from './start-web'

/**
 * Playwright's `test` with the real web process on an empty database of its own, one for each test file. A page that
 * writes an error to its console fails its test.
 */
export const test = base.extend<{ noConsoleErrors: void }, { web: StartedWeb }>({
  web: [
    async ({}, use) => {
      const database = await servePglite({})
      await migrate(database.url, true)
      const web = await startWeb({ database: { url: database.url, embedded: true } })
      await use(web)
      await web.stop()
      await database.close()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ web }, use) => use(web.url),
  noConsoleErrors: [
    async ({ context }, use) => {
      const errors: string[] = []
      context.on('console', (message) => {
        // A refused form answers 4xx on purpose, and the browser reports every such answer. A page that is left aborts
        // what Remix was still loading, and Remix writes that to the console. While it records a trace, Playwright asks
        // again for bodies that the browser dropped, in the page's name: for a preview's blob: address our
        // Content-Security-Policy forbids that, and is right to.
        const expected = /^(Failed to load resource|AbortError|Connecting to 'blob:)/
        if (message.type() === 'error' && !expected.test(message.text())) errors.push(message.text())
      })
      context.on('weberror', (weberror) => {
        const error = weberror.error()
        // why: Remix leaves the rejection of a fetcher that it aborted itself (a newer load took its place) unhandled.
        if (error.name !== 'AbortError') errors.push(String(error))
      })
      await use()
      expect(errors, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** Signs the page's browser in as the admin, setting the install up first where it is empty. */
export async function signInAsAdmin(page: Page, web: StartedWeb): Promise<void> {
  const browser = await web.asAdmin()
  const url = new URL(web.url)
  await page
    .context()
    .addCookies(
      [...browser.cookies].map(([name, value]) => ({ name, value, domain: url.hostname, path: '/' })),
    )
}

export { admin }
