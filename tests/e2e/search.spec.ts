import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { test } from '~tests/helpers/stack-test'
import { uploadPhotos } from '~tests/helpers/upload-photos'

test.use({ shop: 'search' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Database, embedding service, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })

/** More than one page of results holds. */
const COUNT = 60
/** A photo to ask for others like it. */
let photoId = ''

test.beforeAll(async ({ web }) => {
  const browser = await web.asAdmin()
  const blues = Array.from({ length: COUNT }, async (_, index) => ({
    name: `blue ${index}.jpg`,
    bytes: await sharp({
      create: { width: 64, height: 48, channels: 3, background: { r: 20 + index, g: 60, b: 200 } },
    })
      // Neighbours may become the same pixels.
      .withExif({ IFD0: { ImageDescription: `number ${index}` } })
      .jpeg()
      .toBuffer(),
  }))
  const ids = await uploadPhotos(browser, await Promise.all(blues))
  photoId = ids[0] ?? ''
  const summer = { change: 'create', name: 'Summer', photoIds: ids.slice(0, 3) }
  const answer = await browser('/api/collections', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(summer),
  })
  plainExpect(answer.status).toBe(201)
})

/** Requests to these addresses wait until the answer is called. */
async function hold(page: Page, address: RegExp): Promise<{ asked: string[]; letThrough: () => void }> {
  let letThrough: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  const asked: string[] = []
  await page.route(address, async (route) => {
    asked.push(route.request().url())
    await held
    // It was given up when a newer one took its place.
    await route.continue().catch(() => undefined)
  })
  return { asked, letThrough }
}

const results = (page: Page) => page.locator('main li a[href^="/photos/"]')
const weight = (page: Page) => page.getByRole('slider', { name: 'How much the picture counts, in percent' })

test('a page of results is asked for once, however often its place comes into sight', async ({
  page,
  web,
}) => {
  await signInAsAdmin(page, web)
  const { asked, letThrough } = await hold(page, /\/api\/search\?.*cursor=/)
  await page.setViewportSize({ width: 700, height: 500 })
  await page.goto(`/search?similarTo=${photoId}`)
  await expect(results(page)).toHaveCount(48)
  for (let times = 0; times < 3; times++) {
    // Again and again: the page puts itself to the top when it comes to life, which may be after the first time.
    await expect(async () => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      await plainExpect(page.getByText('Loading more …')).toBeInViewport({ timeout: 1_000 })
    }).toPass({ timeout: 60_000 })
    await page.evaluate(() => window.scrollTo(0, 0))
    await expect(page.getByText('Loading more …')).not.toBeInViewport()
  }
  expect(asked).toHaveLength(1)
  letThrough()
  await expect(results(page)).toHaveCount(COUNT - 1)
})

test('a second filter chosen before the first is answered adds to it', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto(`/search?similarTo=${photoId}`)
  await page.getByRole('button', { name: 'Filters' }).click()
  const collection = page.getByRole('combobox', { name: 'Collection' })
  await expect(collection).toBeVisible()
  const { letThrough } = await hold(page, /\/search\.data\?.*type=/)
  await page.getByRole('combobox', { name: 'Type' }).selectOption('image/jpeg')
  await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeVisible()
  await collection.selectOption('Summer')
  letThrough()
  await expect(page).toHaveURL(/\/search\?(?=.*similarTo=)(?=.*type=image)(?=.*collection=)/)
  await expect(page.getByRole('button', { name: 'Filters (2)' })).toBeVisible()
  await expect(results(page)).toHaveCount(2)
})

test('the weight adds to a filter that is not answered yet', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto(`/search?q=blue&similarTo=${photoId}`)
  await page.getByRole('button', { name: 'Filters' }).click()
  const { letThrough } = await hold(page, /\/search\.data\?.*type=/)
  await page.getByRole('combobox', { name: 'Type' }).selectOption('image/jpeg')
  await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeVisible()
  await weight(page).press('ArrowRight')
  letThrough()
  await expect(page).toHaveURL(/\/search\?(?=.*type=image)(?=.*imageWeight=0\.55)/)
})

test('Back sets the weight as it was', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto(`/search?q=blue&similarTo=${photoId}&imageWeight=0.8`)
  await expect(weight(page)).toHaveAttribute('aria-valuenow', '80')
  const box = page.getByRole('searchbox', { name: 'Search by words or a picture' })
  await box.press('Enter')
  await weight(page).press('ArrowLeft')
  await expect(page).toHaveURL(/imageWeight=0\.75/)
  await page.goBack()
  await expect(page).toHaveURL(/imageWeight=0\.8/)
  await expect(weight(page)).toHaveAttribute('aria-valuenow', '80')
})

test('words that were cleared on another page do not come back', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.clock.install()
  await page.goto('/library')
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  const box = page.getByRole('searchbox', { name: 'Search by words or a picture' })
  const clear = page.getByRole('button', { name: 'Clear the words' })

  // Before they are sent.
  await page.clock.pauseAt(Date.now() + 3_600_000)
  await box.fill('shirt')
  await clear.click()
  await page.clock.runFor(2_000)
  await expect(box).toHaveValue('')
  await expect(page).toHaveURL(/\/library$/)

  // On their way.
  const { asked, letThrough } = await hold(page, /\/search\.data\?.*q=shirt/)
  await box.fill('shirt')
  await page.clock.runFor(2_000)
  await expect.poll(() => asked).toHaveLength(1)
  await clear.click()
  await page.clock.resume()
  letThrough()
  await expect(page).toHaveURL(/\/search$/)
  await expect(box).toHaveValue('')
})

test('a filter that makes no sense is named, and can be left out', async ({ page, web, provokes }) => {
  await signInAsAdmin(page, web)
  provokes(400, /from=2026-02-31/)
  await page.goto(`/search?similarTo=${photoId}&from=2026-02-31`)
  await expect(page.getByRole('alert')).toContainText('from: Give a day of the calendar')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Search without filters' }).click()
  await expect(results(page)).toHaveCount(48)
})
