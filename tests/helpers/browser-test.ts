import { test as base, expect, type Page } from '@playwright/test'
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'
import { migrate } from './migrate'
import { admin, startWeb, type StartedWeb } from './start-web'

type Outcome = number | `net::${string}`
/** Says that this journey has requests to an address fail on purpose: with a status, or with no answer (`net::…`). */
export type Provokes = (outcome: Outcome, address: RegExp) => void

/**
 * Playwright's `test` with the real web process on an empty database of its own, one for each test file. A page that
 * writes an error to its console fails its test. The browser writes one for every request that fails too: only those
 * pass that the test has announced with `provokes`.
 */
export const test = base.extend<{ provokes: Provokes }, { web: StartedWeb }>({
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
  provokes: [
    async ({ context }, use) => {
      const errors: string[] = []
      const announced: { outcome: Outcome; address: RegExp }[] = []
      context.on('console', (message) => {
        if (message.type() !== 'error') return
        const text = message.text()
        // A page that is left aborts what Remix was still loading, and Remix writes that to the console. While it
        // records a trace, Playwright asks again for bodies that the browser dropped, in the page's name: for a
        // preview's blob: address our Content-Security-Policy forbids that, and is right to.
        if (/^(AbortError|Connecting to 'blob:)/.test(text)) return
        const { url } = message.location()
        const outcome = /^Failed to load resource: (?:.* status of )?(\d+|net::\w+)/.exec(text)?.[1]
        if (announced.some((one) => String(one.outcome) === outcome && one.address.test(url))) return
        errors.push(outcome ? `${text} ${url}` : text)
      })
      context.on('weberror', (weberror) => {
        const error = weberror.error()
        // why: Remix leaves the rejection of a fetcher that it aborted itself (a newer load took its place) unhandled.
        if (error.name !== 'AbortError') errors.push(String(error))
      })
      await use((outcome, address) => announced.push({ outcome, address }))
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
