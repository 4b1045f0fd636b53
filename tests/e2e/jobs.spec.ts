import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { test } from '~tests/helpers/stack-test'

test.use({ shop: 'jobs' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Database, embedding service, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })

let serial = 0
async function upload(browser: BrowserFetch, batchId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    serial += 1
    const background = { r: 20, g: 90, b: 160 }
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background } })
      .withExif({ IFD0: { ImageDescription: `number ${serial}` } })
      .jpeg()
      .toBuffer()
    const form = new FormData()
    form.append('batchId', batchId)
    form.append('file', new Blob([new Uint8Array(bytes)]), `${serial}.jpg`)
    const answer = await browser('/api/photos', { method: 'POST', body: form })
    plainExpect(answer.status).toBe(201)
  }
}

const originals = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'storage'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('original.'))
    .map((entry) => join(entry.parentPath, entry.name))

test('a job is watched live, paused, resumed, and its failure tried again alone', async ({
  page,
  web,
  embeddings,
}) => {
  const browser = await web.asAdmin()
  const batchId = randomUUID()
  await signInAsAdmin(page, web)
  await page.goto('/jobs')
  await expect(page.getByRole('heading', { name: 'No jobs yet' })).toBeVisible()
  await expectAccessible(page)
  // Marks this document: a reload would lose it.
  await page.evaluate(() => Object.assign(window, { untouched: true }))

  await embeddings.kill()
  await upload(browser, batchId, 8)
  const row = page.getByRole('listitem').filter({ hasText: 'photos' }).first()
  await expect(row.getByText('Held up')).toBeVisible()
  await expect(page.getByRole('link', { name: /Background work is held up/ })).toBeVisible()
  await row.getByRole('button', { name: 'Pause' }).click()
  await expect(row.getByText('Paused')).toBeVisible()
  await expectAccessible(page)

  // A file that is damaged on the disk while its job is paused: its item will fail.
  const before = originals(web.dataDir)
  await upload(browser, batchId, 1)
  const damaged = originals(web.dataDir).find((path) => !before.includes(path)) ?? ''
  const whole = await readFile(damaged)
  await chmod(damaged, 0o644)
  await writeFile(damaged, whole.subarray(0, 200))

  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText('Held up').first()).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /embedding service/i })).toBeVisible()
  await expectAccessible(page)
  await embeddings.restart()
  await expect(page.getByText('Done, with failures')).toBeVisible()
  await expect(page.getByText('9 of 9 · 1 failed')).toBeVisible()
  await expect(page.getByRole('heading', { name: '1 failed' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Log lines' })).not.toBeEmpty()
  await expectAccessible(page)

  await writeFile(damaged, whole)
  await page.getByRole('button', { name: 'Retry', exact: true }).last().click()
  await expect(page.getByText('Done', { exact: true })).toBeVisible()
  await expect(page.getByText('9 of 9', { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: '1 failed' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Jobs', exact: true }).first().click()
  await expect(row.getByText('Done', { exact: true })).toBeVisible()
  expect(await page.evaluate(() => 'untouched' in window)).toBe(true)
})

test('a selection is cancelled together and can be retried', async ({ page, web, embeddings }) => {
  const browser = await web.asAdmin()
  await signInAsAdmin(page, web)
  await embeddings.kill()
  await upload(browser, randomUUID(), 2)
  await upload(browser, randomUUID(), 3)
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/jobs?show=open')
  await expect(page.getByText('Held up')).toHaveCount(2)
  await page.getByRole('checkbox', { name: 'Select all jobs on this page' }).click()
  await expect(page.getByText('2 selected')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible()

  await page.goto('/jobs')
  await expect(page.getByText('Cancelled')).toHaveCount(2)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page)
  await embeddings.restart()
  await page.getByRole('checkbox', { name: 'Select all jobs on this page' }).click()
  await page.getByRole('button', { name: 'Retry' }).first().click()
  await expect(page.getByText('Cancelled')).toHaveCount(0)
  await expect(page.getByText('Done', { exact: true })).toHaveCount(3 + 1) // Three jobs and the filter of that name.
})
