import { basename } from 'node:path'
import { admin, expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { dropFiles } from '~tests/helpers/drop-files'
import { thirtyPhotos } from '~tests/helpers/e2e-photos'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { longestFreeze } from '~tests/helpers/longest-freeze'
import { test } from '~tests/helpers/stack-test'

test.use({ shop: 'uploads' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Database, embedding service, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })

test('an upload outlives its session', async ({ page, web, context, provokes }) => {
  const { files } = await thirtyPhotos()
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  // Whatever the tab asks, it asks in the name of nobody.
  provokes(401, /^/)
  await context.clearCookies()
  await dropFiles(page, files.slice(0, 3))
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('3 files kept in the queue')
  await signInAsAdmin(page, web)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('heading', { name: 'All 3 files uploaded' })).toBeVisible()

  // The same, signing in again in the tab that uploads: it goes on by itself.
  await context.clearCookies()
  await dropFiles(page, files.slice(3, 7))
  await expect(page.getByText('Your session has ended.')).toBeVisible()
  await page.getByRole('link', { name: 'Open the library' }).click()
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/library$/)
  await page.getByRole('main').getByRole('link', { name: 'Upload', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'All 7 files uploaded' })).toBeVisible()
})

test('a folder of 5,000 files does not freeze the page', async ({ page, web, provokes }) => {
  provokes(415, /\/api\/photos$/)
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  const longest = await longestFreeze(page.getByLabel('Folder', { exact: true }), 5000)
  // A machine that also runs database, worker and web; 64,000 ms with the queue this one replaced.
  expect(longest).toBeLessThan(1500)
  const list = page.getByRole('region', { name: 'File list' })
  await expect(page.getByRole('button', { name: 'All 5,000' })).toBeVisible()
  expect(await list.getByRole('listitem').count()).toBeLessThan(60)
  await list.evaluate((region) => region.scrollTo({ top: region.scrollHeight }))
  await expect(list.getByText('4999.txt')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(page.getByRole('button', { name: 'Cancel the rest' })).toHaveCount(0)
})

test('a tab that was closed in mid-upload leaves a note, and the same files finish it', async ({
  page,
  web,
  context,
}) => {
  const { files } = await thirtyPhotos()
  const six = files.slice(10, 16)
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  // A line so slow that none of them arrives.
  const session = await context.newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 1024,
  })
  await dropFiles(page, six)
  await expect(page.getByRole('region', { name: 'File list' })).toContainText(basename(six[0] ?? ''))
  await page.close({ runBeforeUnload: false })

  const later = await context.newPage()
  // The note is one of a tab that is gone when it has not been renewed for a while.
  await expect(async () => {
    await later.goto('/upload')
    await plainExpect(later.getByText('Your last upload stopped with')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(later.getByText('with 6 of 6 files to go')).toBeVisible()
  await expectAccessible(later)
  await dropFiles(later, six)
  await expect(later.getByRole('heading', { name: 'All 6 files uploaded' })).toBeVisible()
  await later.reload()
  await expect(later.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  await expect(later.getByText('Your last upload stopped with')).toHaveCount(0)
})
