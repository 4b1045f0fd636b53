import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { dropFiles } from '~tests/helpers/drop-files'
import { thirtyPhotos } from '~tests/helpers/e2e-photos'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { looks } from '~tests/helpers/looks'
import { admin, expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { test } from '~tests/helpers/stack-test'

test.use({ shop: 'photos' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Database, embedding service, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })

const grid = 'Photos'

test('photos go in by drag and drop, become searchable, and are found by words and by picture', async ({
  page,
}) => {
  const { files, words, described } = await thirtyPhotos()
  await page.goto('/')
  await page.getByLabel('Name of your shop').fill(admin.project)
  await page.getByLabel('Your name').fill(admin.name)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Create the library' }).click()
  await expect(page.getByRole('heading', { name: 'Your library is empty' })).toBeVisible()
  await expectAccessible(page)
  // Marks this document: a reload would lose it.
  await page.evaluate(() => Object.assign(window, { untouched: true }))

  await dropFiles(page, files)
  await expect(page).toHaveURL(/\/upload$/)
  await expect(page.getByRole('heading', { name: 'All 30 files uploaded' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '30 new photos searchable' })).toBeVisible({
    timeout: 120_000,
  })
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Open the library' }).click()
  await expect(page.getByText('30 photos', { exact: true })).toBeVisible()
  await expect(page.getByRole('grid', { name: grid }).getByRole('gridcell').first()).toBeVisible()

  const box = page.getByRole('searchbox', { name: 'Search by words or a picture' })
  await box.pressSequentially(words, { delay: 20 })
  await expect(page).toHaveURL(new RegExp(`/search\\?q=${words.replace(' ', '\\+')}$`))
  const names = page.locator('main li a[href^="/photos/"]')
  await expect(names.first()).toBeVisible()
  const best = (await names.allInnerTexts()).slice(0, 3).map((text) => text.split('\n')[0])
  expect(best.some((name) => described.includes(name ?? ''))).toBe(true)
  await expectAccessible(page)

  const wanted = files[7] ?? ''
  await box.fill('')
  await page.getByLabel('Picture to search with').setInputFiles(wanted)
  await expect(page).toHaveURL(/\/search\?picture=/)
  await expect(page.getByText('Photos like your picture')).toBeVisible()
  await expect(names.first()).toContainText(basename(wanted))
  await expect(page.getByRole('heading', { name: 'Strong matches' })).toBeVisible()
  expect(await page.evaluate(() => 'untouched' in window)).toBe(true)

  // The picture stays in the browser: reload and Back find it again.
  await page.reload()
  await expect(names.first()).toContainText(basename(wanted))
  await names.first().click()
  await expect(page.getByRole('heading', { level: 1, name: basename(wanted) })).toBeVisible()
  await expectAccessible(page)
  // From photo to photo the way back to the results stays.
  await page
    .getByRole('link', { name: /^(Next|Previous) photo$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: basename(wanted) })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Results' })).toBeVisible()
  await page.goBack()
  await expect(names.first()).toContainText(basename(wanted))

  // A picture from the clipboard asks too, wherever the cursor is.
  const pasted = files[12] ?? ''
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const png = (await sharp(pasted).autoOrient().resize(600).png().toBuffer()).toString('base64')
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    await navigator.clipboard.write([
      new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
    ])
  }, png)
  await page.keyboard.press('Control+v')
  await expect(names.first()).toContainText(basename(pasted))
  await page.goBack()
  await expect(names.first()).toContainText(basename(wanted))

  await names.first().click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText(`${basename(wanted)} deleted`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: basename(wanted) })).toBeVisible()
  await expect(page.getByText('This photo is in the bin.')).toHaveCount(0)
})

test('wrong files are refused with their reasons, and the same file is recognised', async ({
  page,
  web,
  provokes,
}) => {
  const { files } = await thirtyPhotos()
  const folder = mkdtempSync(join(tmpdir(), 'recto-e2e-wrong-'))
  const wrong = {
    'notes.pdf': '%PDF-1.4 hello',
    'empty.jpg': '',
    'program.jpg': 'MZ\x90\0 not a picture',
    'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }
  for (const [name, content] of Object.entries(wrong)) writeFileSync(join(folder, name), content)
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  provokes(415, /\/api\/photos$/)
  provokes(422, /\/api\/photos$/)
  await dropFiles(page, [folder, files[0] ?? ''])
  await expect(page.getByText(/^1 already there · 4 refused/)).toBeVisible()
  await page.getByRole('button', { name: 'Refused 4' }).click()
  const list = page.getByRole('region', { name: 'File list' })
  await expect(list.getByRole('listitem')).toHaveCount(4)
  for (const name of Object.keys(wrong)) {
    const row = list.getByRole('listitem').filter({ hasText: name })
    await expect(row.locator('.text-danger-text').first()).not.toBeEmpty()
  }
  await expect(list.getByText(/no content/)).toBeVisible()
  await expectAccessible(page)
  await expect(page.getByRole('button', { name: /^Retry/ })).toHaveCount(0)
})

test('the grid is used with the keyboard alone', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/library')
  const cells = page.getByRole('grid', { name: grid }).getByRole('gridcell')
  await expect(cells.first()).toBeVisible()
  await cells.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(cells.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByRole('toolbar', { name: 'Selected photos' })).toContainText('2 selected')
  await expectAccessible(page)
  const order = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-photo')))
  const at = order.indexOf(await page.locator(':focus').getAttribute('data-photo'))
  await page.keyboard.press('Delete')
  await expect(page.getByText('28 photos', { exact: true })).toBeVisible()
  // The focus goes on to the photo behind the deleted ones.
  await expect(page.locator(`[data-photo="${order[at + 1]}"]`)).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByText('30 photos', { exact: true })).toBeVisible()
  await cells.first().focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('toolbar', { name: 'Selected photos' })).toContainText('30 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Selected photos' })).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/photos\//)
  // The address changes before the page that hears the keys is there.
  await expect(page.getByRole('region', { name: 'Picture' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/library/)
})

test('what the mouse does to a selection leaves the focus in the grid', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/library')
  const cells = page.getByRole('grid', { name: grid }).getByRole('gridcell')
  await expect(cells.first()).toBeVisible()
  const order = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-photo')))
  const tick = (at: number) => page.locator(`[data-photo="${order[at]}"] button`).click({ force: true })
  const bar = page.getByRole('toolbar', { name: 'Selected photos' })
  await tick(2)
  await bar.getByRole('button', { name: 'Clear selection' }).click()
  await expect(page.locator(`[data-photo="${order[2]}"]`)).toBeFocused()
  await tick(1)
  await tick(2)
  await bar.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('28 photos', { exact: true })).toBeVisible()
  await expect(page.locator(`[data-photo="${order[3]}"]`)).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByText('30 photos', { exact: true })).toBeVisible()
})

test('filters are typed into while the list changes, and travel along to a photo and back', async ({
  page,
  web,
}) => {
  const { files } = await thirtyPhotos()
  const name = basename(files[3] ?? '')
  const chip = (text: string) => page.getByRole('button', { name: `Name: ${text} (remove filter)` })
  await signInAsAdmin(page, web)
  await page.goto('/library')
  const button = page.getByRole('button', { name: 'Filters' })
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  await button.click()
  const field = page.getByRole('searchbox', { name: 'Name contains' })
  await field.pressSequentially(name.slice(0, 3))
  await expect(chip(name.slice(0, 3))).toBeVisible()
  await page.keyboard.type(name.slice(3))
  await expect(chip(name)).toBeVisible()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue(name)
  const filtered = page.url()

  await page.getByRole('gridcell').first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  const opened = page.url()
  await page.getByLabel('New tag').fill('window display')
  await page.getByRole('button', { name: 'Add tag' }).click()
  const untag = page.getByRole('button', { name: 'Remove tag window display' })
  await expect(untag).toBeVisible()
  await untag.click()
  await expect(untag).toHaveCount(0)
  expect(page.url()).toBe(opened)
  await page.goBack()
  await expect(page).toHaveURL(filtered)

  // Emptying the only filter leaves the panel open and the cursor in it.
  await field.fill('')
  await expect(chip(name)).toHaveCount(0)
  await expect(field).toBeFocused()
})

test('near-duplicates are found, judged and deleted, and all of it undone', async ({ page, web }) => {
  const { files } = await thirtyPhotos()
  const original = files[2] ?? ''
  const copy = join(mkdtempSync(join(tmpdir(), 'recto-e2e-copy-')), 'small copy.jpg')
  await sharp(original).autoOrient().resize(200).jpeg({ quality: 70 }).toFile(copy)
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  await dropFiles(page, [copy])
  await expect(page.getByRole('heading', { name: '1 new photo searchable' })).toBeVisible()

  await page.goto('/library')
  await page.getByRole('link', { name: 'Duplicates' }).click()
  const group = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 2 }) })
    .first()
  await expect(group.getByText('small copy.jpg')).toBeVisible()
  await expect(group.getByRole('button', { name: `Keep ${basename(original)}` })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expectAccessible(page)
  await group.getByRole('button', { name: 'Not duplicates' }).click()
  await expect(page.getByText('small copy.jpg')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(group.getByText('small copy.jpg')).toBeVisible()
  await group.getByRole('button', { name: 'Delete 1 other' }).click()
  await expect(page.getByText('small copy.jpg deleted')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No duplicates' })).toBeVisible()
})

test('photos are put into a collection, searched in it, and taken out', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/library')
  const cells = page.getByRole('grid', { name: grid }).getByRole('gridcell')
  await cells.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: 'Add to collection' }).click()
  await page.getByRole('menuitem', { name: 'New collection' }).click()
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Summer')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('button', { name: 'Open', exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Summer' })).toBeVisible()
  await expect(page.getByText('2 photos', { exact: true })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Search in it' }).click()
  await page.getByRole('searchbox').fill('clothes')
  await expect(page).toHaveURL(/collection=.*q=clothes/)
  await page.goto('/collections')
  await expect(page.getByRole('link', { name: /Summer\s*2 photos/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: /Summer/ }).click()
  await expect(page.getByText('2 photos', { exact: true })).toBeVisible()
  await cells.first().focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Take out' }).click()
  await expect(page.getByText('1 photo', { exact: true })).toBeVisible()
  await expect(cells.first()).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByText('2 photos', { exact: true })).toBeVisible()
})

test('a file that arrives but is no picture is named in the upload list, beside the good ones', async ({
  page,
  web,
}) => {
  const { files } = await thirtyPhotos()
  const folder = mkdtempSync(join(tmpdir(), 'recto-e2e-damaged-'))
  const good = join(folder, 'good.png')
  await sharp(files[4] ?? '')
    .resize(300)
    .negate({ alpha: false })
    .png()
    .toFile(good)
  const damaged = join(folder, 'damaged.png')
  writeFileSync(damaged, readFileSync(good).subarray(0, 4000))
  await signInAsAdmin(page, web)
  await page.goto('/upload')
  await expect(page.getByRole('heading', { name: 'Drop photos' })).toBeVisible()
  await dropFiles(page, [good, damaged])
  await expect(page.getByText('1 of 2 ready · 1 could not be read')).toBeVisible()
  const list = page.getByRole('region', { name: 'Files' })
  await list.getByRole('button', { name: 'Unreadable 1' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await expect(list.getByRole('listitem')).toContainText(/damaged\.png.*cannot be read/)
  await expectAccessible(page)
  await list.getByRole('link', { name: 'Open damaged.png' }).click()
  await expect(page.getByRole('heading', { name: 'damaged.png' })).toBeVisible()
})

test('search says so when the embedding service is down, and looks at names', async ({
  page,
  web,
  embeddings,
}) => {
  const { files } = await thirtyPhotos()
  const name = basename(files[3] ?? '')
  await signInAsAdmin(page, web)
  await embeddings.kill()
  await page.goto(`/search?q=${name.slice(0, 8)}`)
  await expect(page.getByRole('alert')).toContainText('looked for in file names and tags')
  await expect(page.getByRole('heading', { name: 'By name' })).toBeVisible()
  await expect(page.getByText(name)).toBeVisible()
  await expectAccessible(page)
  await embeddings.restart()
})

for (const look of looks) {
  test.describe(look.name, () => {
    test.use(look.use)
    test('pages are accessible and fit', async ({ page, web }) => {
      await signInAsAdmin(page, web)
      const paths = [
        '/library',
        '/library?status=ready&name=jpg',
        '/library?bin=1',
        '/collections',
        '/library/duplicates',
        '/upload',
        '/search',
        '/search?q=shirt',
      ]
      for (const path of [...paths, '/search?q=zzz+tax+invoice']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
        await expectAccessible(page)
      }
    })
  })
}
