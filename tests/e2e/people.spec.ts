import { expectAccessible } from '~tests/helpers/expect-accessible'
import { looks } from '~tests/helpers/looks'
import { admin, expect, signInAsAdmin, test } from '~tests/helpers/browser-test'

test.describe.configure({ mode: 'serial' })

test('the first visit sets Recto up, and the admin can sign out and in again', async ({ page, provokes }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/setup$/)
  await expectAccessible(page)

  await page.getByLabel('Name of your shop').fill(admin.project)
  await page.getByLabel('Your name').fill(admin.name)
  provokes(400, /\/setup/)
  await page.getByLabel('E-mail').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create the library' }).click()
  await expect(page.getByText('Enter an e-mail address')).toBeVisible()
  await expect(page.getByText('At least 10 characters.', { exact: true })).toBeVisible()
  await expect(page.getByLabel('Your name')).toHaveValue(admin.name)

  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Create the library' }).click()
  await expect(page).toHaveURL(/\/library$/)

  await page.getByRole('button', { name: `Account of ${admin.name}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await expectAccessible(page)

  await page.goto('/people')
  provokes(401, /\/sign-in/)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('do not match')
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/people$/)
})

test('an invitation makes a customer, who sees what a customer may', async ({ page, web, browser }) => {
  await signInAsAdmin(page, web)
  await page.goto('/people')
  await page.getByLabel('E-mail').fill('carol@example.com')
  await page.getByLabel('Role', { exact: true }).selectOption('customer')
  await page.getByRole('button', { name: 'Invite' }).click()
  const link = await page.getByLabel('Invitation link for carol@example.com').inputValue()
  await expect(page.getByRole('heading', { name: 'Open invitations' })).toBeVisible()
  await expectAccessible(page)

  const carol = await (await browser.newContext()).newPage()
  await carol.goto(link)
  await expect(carol.getByRole('heading', { name: `Join ${admin.project}` })).toBeVisible()
  await expectAccessible(carol)
  await carol.getByLabel('Your name').fill('Carol')
  await carol.getByLabel('Password', { exact: true }).fill('a password for tests')
  await carol.getByRole('button', { name: 'Join' }).click()
  await expect(carol).toHaveURL(/\/library$/)
  const places = carol.getByRole('navigation', { name: 'Main' }).getByRole('link')
  await expect(places.filter({ hasText: 'Library' })).toBeVisible()
  await expect(places.filter({ hasText: 'People' })).toHaveCount(0)
  await carol.goto('/people')
  await expect(carol.getByRole('alert')).toContainText('role admin')

  await carol.goto(link)
  await expect(carol.getByRole('alert')).toContainText('no longer valid')
  await carol.context().close()
})

test('removing somebody asks first', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/people')
  await page.getByRole('button', { name: 'More for Carol' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('carol@example.com')).toHaveCount(0)
})

test('a flag is rolled out to a share, by keyboard, and keeps it', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/flags')
  const card = page.getByRole('region', { name: 'Image search' })
  await card.getByText('Share', { exact: true }).click()
  const slider = card.getByRole('slider', { name: 'Share of the people' })
  await slider.focus()
  const saved = page.waitForResponse(
    (response) =>
      response.url().includes('/flags') && (response.request().postData() ?? '').includes('percent=10'),
  )
  await page.keyboard.press('PageUp')
  await saved
  await page.reload()
  await expect(card.getByRole('slider')).toHaveAttribute('aria-valuenow', '10')
  await card.getByText('On', { exact: true }).click()
  await expect(card.getByRole('slider')).toHaveCount(0)
})

test('the command palette goes everywhere without a mouse', async ({ page, web }) => {
  await signInAsAdmin(page, web)
  await page.goto('/settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expectAccessible(page)
  await page.keyboard.type('peop')
  await expect(page.getByRole('option', { selected: true })).toHaveText('People')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/people$/)
})

for (const look of looks) {
  test.describe(look.name, () => {
    test.use(look.use)
    test('pages are accessible and fit', async ({ page, web, provokes }) => {
      provokes(404, /\/no-such-page$/)
      await signInAsAdmin(page, web)
      for (const path of ['/people', '/flags', '/settings', '/no-such-page']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expectAccessible(page)
      }
    })
  })
}
