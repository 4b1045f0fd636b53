import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { looks } from '~tests/helpers/looks'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { renderSet } from '~tests/helpers/render-pairs/render-set'
import { test } from '~tests/helpers/stack-test'
import { uploadPhotos } from '~tests/helpers/upload-photos'

test.use({ shop: 'pairing' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Database, embedding service, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })
const PRODUCTS = 13

const rows = (page: Page) => page.locator('ul[aria-label="Pairs"] > li')
const current = (page: Page) => page.locator('ul[aria-label="Pairs"] > li[aria-current="true"]')
const tab = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Which pairs' }).getByRole('button', { name: new RegExp(`^${name} \\d`) })
const side = (row: Locator, role: 'Front' | 'Back') => row.locator('figure', { hasText: role })
const fileOf = async (row: Locator, role: 'Front' | 'Back') =>
  (await side(row, role).locator('figcaption span').last().getAttribute('title')) ?? ''
/** How many pairs the run proposed; how good they are is the gate's matter, not this journey's. */
let pairs = 0
const alone = () => 2 * PRODUCTS - 2 * pairs

async function expectTray(page: Page, count: number): Promise<void> {
  await expect(tray(page).getByRole('listitem')).toHaveCount(count)
}

const tray = (page: Page) => page.getByRole('region', { name: 'Photos without a partner' })

/** How many changes the server has answered from now on: what shows before that is the desk's own forecast. */
function countAnswers(page: Page): () => number {
  let count = 0
  page.on('response', (response) => (count += Number(response.url().endsWith('/changes'))))
  return () => count
}

/** The desk of the only run. */
async function openDesk(page: Page): Promise<void> {
  await page.goto('/pairing')
  await page.getByRole('link', { name: /26 photos, local/ }).click()
  await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible()
}

test('a selection of the library is paired, and the desk is worked by keyboard', async ({
  page,
  web,
  provokes,
}) => {
  const browser = await web.asAdmin()
  const { photos } = await renderSet('easy', 5, PRODUCTS)
  // Cameras and shops give long names; the pages have to hold them.
  const named = photos.map(({ name, bytes }) => ({ name: `studio-of-the-second-floor-${name}`, bytes }))
  await uploadPhotos(browser, named)
  await signInAsAdmin(page, web)

  await page.goto('/products')
  await expect(page.getByRole('heading', { name: 'No products yet' })).toBeVisible()
  await expectAccessible(page)

  await page.goto('/library')
  await expect(page.getByText('26 photos', { exact: true })).toBeVisible()
  await page.getByRole('gridcell').first().focus()
  await page.keyboard.press('Control+a')
  const bar = page.getByRole('toolbar', { name: 'Selected photos' })
  await expect(bar.getByText('26 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Pair' }).click()

  await expect(page).toHaveURL(/\/pairing$/)
  await expect(page.getByRole('radio', { name: 'Your selection' })).toBeChecked()
  await expect(page.getByRole('radio', { name: /direct/i })).toBeDisabled()
  await expect(page.getByRole('radio', { name: /hybrid/i })).toBeDisabled()
  await expect(page.getByText(/OPENAI_API_KEY is not set/).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Pair 26 photos' }).click()

  await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible()
  await expect(rows(page).first()).toBeVisible({ timeout: 120_000 })
  pairs = await rows(page).count()
  expect(pairs).toBeGreaterThan(6)
  await expect(tab(page, 'To review')).toContainText(String(pairs))
  await expectTray(page, alone())
  await expect(page.getByRole('note', { name: 'Keys' })).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Direct' })).toBeDisabled()
  await expectAccessible(page)

  // Swap, and take it back.
  const answers = countAnswers(page)
  const front = await fileOf(current(page), 'Front')
  const back = await fileOf(current(page), 'Back')
  await page.keyboard.press('s')
  await expect(side(current(page), 'Front')).toContainText(back)
  await page.keyboard.press('u')
  await expect(side(current(page), 'Front')).toContainText(front)

  // Move about.
  await page.keyboard.press('j')
  await expect(rows(page).nth(1)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(rows(page).nth(0)).toHaveAttribute('aria-current', 'true')

  // Split, and take it back.
  await page.keyboard.press('x')
  await expectTray(page, alone() + 2)
  await expect(rows(page)).toHaveCount(pairs - 1)
  await page.keyboard.press('Control+z')
  await expect(rows(page)).toHaveCount(pairs)
  await expectTray(page, alone())

  // Three keys faster than the server answers, then all of it taken back.
  await page.keyboard.press('a')
  await page.keyboard.press('a')
  await page.keyboard.press('a')
  await expect(tab(page, 'Accepted')).toContainText('3')
  // The four changes before them too: their answers may have come since.
  await expect.poll(answers).toBe(7)
  await page.reload()
  await expect(tab(page, 'Accepted')).toContainText('3')
  await expect(rows(page)).toHaveCount(pairs - 3)

  // What was done before the reload can still be taken back, and a second page of the same run sees it without reloading.
  const second = await page.context().newPage()
  await second.goto(page.url())
  await expect(tab(second, 'Accepted')).toContainText('3')
  await expect(second.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled()
  await page.keyboard.press('u')
  await expect(tab(page, 'Accepted')).toContainText('2')
  await expect(tab(second, 'Accepted')).toContainText('2')
  // Both decide about the same pair: one decision stands, and whoever was slower is told.
  const disputed = (await rows(page).first().getAttribute('aria-label')) ?? ''
  const here = page.getByRole('listitem', { name: disputed })
  const there = second.getByRole('listitem', { name: disputed })
  await expect(there).toBeVisible()
  // The second page's decision is held on its way until the first's has arrived.
  const changes = '**/pairing/*/changes'
  let letThrough: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await second.route(changes, async (route) => {
    await held
    await route.continue()
  })
  const sent = second.waitForRequest(changes)
  provokes(409, /\/changes$/)
  await there.getByRole('button', { name: 'Accept' }).click()
  await sent
  const taken = page.waitForResponse((response) => !!response.request().postData()?.includes('"accept"'))
  await here.getByRole('button', { name: 'Accept' }).click()
  await taken
  await expect(tab(page, 'Accepted')).toContainText('3')
  letThrough()
  await expect(
    second.getByText(/changed this pair while you looked at it\. It is accepted now\./),
  ).toBeVisible()
  await expect(page.getByText(/changed this pair while you looked at it/)).toHaveCount(0)
  await expect(second.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled()
  await expect(tab(second, 'Accepted')).toContainText('3')
  await second.close()
  await expect(rows(page)).toHaveCount(pairs - 3)

  // The network fails in mid-undo: nothing is taken back, and it can be tried again.
  provokes('net::ERR_FAILED', /\/changes$/)
  await page.route(changes, (route) => route.abort(), { times: 1 })
  await page.keyboard.press('u')
  await expect(page.getByText('The server could not be reached.')).toBeVisible()
  await expect(tab(page, 'Accepted')).toContainText('3')
  await page.keyboard.press('u')
  await expect(tab(page, 'Accepted')).toContainText('2')
  await here.getByRole('button', { name: 'Accept' }).click()
  await expect(tab(page, 'Accepted')).toContainText('3')
  await expect(rows(page)).toHaveCount(pairs - 3)

  // Look closely; the keys work there too.
  await page.keyboard.press('l')
  const lens = page.getByRole('dialog')
  await expect(lens.getByRole('img')).toHaveCount(2)
  await expectAccessible(page)
  await page.keyboard.press('a')
  await page.keyboard.press('Escape')
  await expect(lens).toHaveCount(0)
  await expect(tab(page, 'Accepted')).toContainText('4')
  await page.keyboard.press('u')
  await expect(tab(page, 'Accepted')).toContainText('3')
})

test('photos are paired anew by drag and by keyboard, and both are taken back', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await openDesk(page)
  const before = pairs - 3
  await expect(rows(page)).toHaveCount(before)
  const wanted = await fileOf(rows(page).nth(1), 'Back')
  const kept = await fileOf(rows(page).nth(0), 'Front')

  await side(rows(page).nth(1), 'Back').dragTo(side(rows(page).nth(0), 'Back'))
  await expect(current(page)).toContainText('By hand')
  expect(await fileOf(current(page), 'Front')).toBe(kept)
  expect(await fileOf(current(page), 'Back')).toBe(wanted)
  await expect(rows(page)).toHaveCount(before - 1)
  await expectTray(page, alone() + 2)
  // By the note's own button this time.
  await page.getByRole('button', { name: 'Undo' }).last().press('Enter')
  await expect(rows(page)).toHaveCount(before)
  await expectTray(page, alone())

  await rows(page).nth(2).getByRole('button', { name: 'Swap' }).focus()
  const stays = await fileOf(rows(page).nth(2), 'Front')
  await page.keyboard.press('b')
  const picker = page.getByRole('dialog', { name: 'Choose the back' })
  await expect(picker).toContainText(stays)
  await expectAccessible(page)
  await picker.getByRole('searchbox').press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(picker).toHaveCount(0)
  await expect(current(page)).toContainText('By hand')
  expect(await fileOf(current(page), 'Front')).toBe(stays)
  await page.keyboard.press('Control+z')
  await expect(rows(page)).toHaveCount(before)

  // The tray: a split pair put together again by two clicks.
  const parted = [await fileOf(current(page), 'Front'), await fileOf(current(page), 'Back')]
  await page.keyboard.press('x')
  for (const file of parted) await tray(page).getByRole('button', { name: file }).click()
  await page.getByRole('button', { name: 'Pair the two chosen' }).click()
  await expect(rows(page)).toHaveCount(before)
  await expectTray(page, alone())
})

test('the sure ones become products at one stroke, and products can be worked with', async ({
  page,
  web,
}) => {
  await signInAsAdmin(page, web)
  await openDesk(page)
  const bulk = page.getByRole('button', { name: /^Accept the \d+ sure$/ })
  const sure = Number(/\d+/.exec(await bulk.innerText())?.[0])
  expect(sure).toBeGreaterThan(0)
  await bulk.click()
  await expect(page.getByText(`Accepted ${sure} sure pairs`)).toBeVisible()
  await expect(tab(page, 'Accepted')).toContainText(String(3 + sure))
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect(tab(page, 'Accepted')).toContainText('3')
  await bulk.click()
  await expect(tab(page, 'Accepted')).toContainText(String(3 + sure))
  // What is doubtful, or made by hand, waits for a person.
  await expect(tab(page, 'To review')).toContainText(String(pairs - 3 - sure))

  await page.goto('/products')
  await expect(page.getByText(`${3 + sure} products`)).toBeVisible()
  await expectAccessible(page)
  const card = page.getByRole('list', { name: 'Products' }).getByRole('link').first()
  const name = (await card.innerText()).trim()
  await card.click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Front: / })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByLabel('Name of the product').fill('Linen shirt')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Linen shirt' })).toBeVisible()

  const roles = page.getByRole('combobox', { name: /^Role of/ })
  const file = (await roles.nth(1).getAttribute('aria-label')) ?? ''
  await roles.nth(1).selectOption('front')
  await expect(roles.nth(0)).toHaveAttribute('aria-label', file)
  await expect(roles.nth(0)).toHaveValue('front')

  await page
    .getByRole('button', { name: /^Remove / })
    .nth(1)
    .click()
  await expect(roles).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo' }).first().press('Enter')
  await expect(roles).toHaveCount(2)

  await page.getByRole('button', { name: 'Add a photo' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a photo' })
  await expect(adding).toContainText('It becomes a detail of Linen shirt.')
  await expect(adding.getByRole('listitem')).toHaveCount(2 * PRODUCTS - 2)
  await expectAccessible(page)
  await adding.getByRole('searchbox').press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(adding).toHaveCount(0)
  await expect(roles).toHaveCount(3)
  await expect(roles.nth(2)).toHaveValue('detail')
  await page.getByRole('button', { name: 'Undo' }).first().press('Enter')
  await expect(roles).toHaveCount(2)

  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('This product is in the bin.')).toBeVisible()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('This product is in the bin.')).toHaveCount(0)

  await page
    .getByRole('link', { name: /^Open / })
    .first()
    .click()
  await page
    .getByRole('region', { name: 'Products' })
    .getByRole('link', { name: /Linen shirt/ })
    .click()
  await page.getByRole('link', { name: 'from a pairing run' }).click()
  await expect(page.getByRole('heading', { name: 'Comparison' })).toBeVisible()

  await page.goto('/products')
  await page.getByRole('searchbox', { name: 'Name contains' }).fill('linen')
  await expect(page.getByRole('list', { name: 'Products' }).getByRole('link')).toHaveCount(1)
  await expect(page).toHaveURL(/name=linen/)

  // What is in a product is not paired again unless it is asked for by name.
  await page.goto('/pairing')
  await page.getByText('One upload').click()
  await expect(page.getByText(`${2 * (3 + sure)} photos in a product already, left out.`)).toBeVisible()
})

for (const look of looks) {
  test.describe(look.name, () => {
    test.use(look.use)
    test('the desk and the products are accessible and fit', async ({ page, web }) => {
      await signInAsAdmin(page, web)
      await openDesk(page)
      await tab(page, 'All').click()
      await expect(rows(page)).toHaveCount(pairs)
      await expectAccessible(page)
      await page.goto('/pairing')
      await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible()
      await expectAccessible(page)
      await page.goto('/products')
      await expectAccessible(page)
      await page.getByRole('list', { name: 'Products' }).getByRole('link').first().click()
      await expect(page.getByRole('list', { name: 'Photos' })).toBeVisible()
      await expectAccessible(page)
    })
  })
}
