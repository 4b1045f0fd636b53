import { expectAccessible } from '~tests/helpers/expect-accessible'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { renderSet } from '~tests/helpers/render-pairs/render-set'
import { test as stack } from '~tests/helpers/stack-test'
import { uploadPhotos } from '~tests/helpers/upload-photos'
import { createOpenAiServer, type OpenAiServer } from '../fakes/openai/create-openai-server'
import { recorded, type Reply } from '../fakes/openai/recorded-answers'

const expect = plainExpect.configure({ timeout: 60_000 })

/** What the model will say; the test writes it once it knows the photos' numbers. */
let answer: Reply = recorded.serverError()

const test = stack.extend<object, { openai: OpenAiServer }>({
  openai: [
    async ({}, use) => {
      const server = await createOpenAiServer([() => answer])
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  environment: [
    async ({ openai }, use) => use({ OPENAI_API_KEY: 'sk-for-tests-only', OPENAI_BASE_URL: openai.url }),
    { scope: 'worker' },
  ],
})
test.use({ shop: 'pairing-direct' })
test.describe.configure({ timeout: 420_000 })

test('Direct runs beside local, shows its price first and where the two differ', async ({
  page,
  web,
  openai,
}) => {
  const set = await renderSet('easy', 7, 4)
  await uploadPhotos(await web.asAdmin(), set.photos)
  // A run takes the newest photo first and numbers from 1.
  const numberOf = (name: string) => set.photos.length - set.photos.findIndex((photo) => photo.name === name)
  const [first, second, third, fourth] = set.truth.map(({ front, back }) => ({
    front: numberOf(front),
    back: numberOf(back),
  }))
  if (!first || !second || !third || !fourth) throw new Error('the set has four products')
  const claim = (front: number, back: number) => ({ front, back, certainty: 'high', reason: 'same fabric' })
  // Two products as they are, the other two with their backs exchanged.
  answer = recorded.answer({
    pairs: [
      claim(first.front, first.back),
      claim(second.front, second.back),
      claim(third.front, fourth.back),
      claim(fourth.front, third.back),
    ],
    unpaired: [],
  })

  await signInAsAdmin(page, web)
  await page.goto('/pairing')
  await expect(page.getByRole('radio', { name: /direct/i })).toBeEnabled()
  await expect(page.getByText(/Costs about \$0\.0\d/)).toBeVisible()
  await page.getByRole('button', { name: 'Pair 8 photos' }).click()
  const rows = page.locator('ul[aria-label="Pairs"] > li')
  await expect(rows).toHaveCount(4, { timeout: 120_000 })
  expect(openai.requests).toHaveLength(0)

  await page.getByRole('switch', { name: 'Direct' }).click()
  await page.getByRole('button', { name: /^Run Direct for about \$0\.0\d$/ }).click()
  await expect(page.getByText(/2 pairs the same.*1 difference\./)).toBeVisible({ timeout: 120_000 })
  await expectAccessible(page)
  expect(openai.requests).toHaveLength(1)
  const [request] = openai.requests
  expect(request?.authorization).toBe('Bearer sk-for-tests-only')
  expect(JSON.stringify(request?.body).match(/data:image\/jpeg;base64/g)).toHaveLength(8)

  // Nothing of this run changed by asking; taking one of Direct's pairs is a decision like any other.
  await expect(rows).toHaveCount(4)
  await page.getByRole('button', { name: 'Pair these instead' }).first().click()
  await expect(rows.filter({ hasText: 'By hand' })).toHaveCount(1)
  await expect(rows).toHaveCount(3)
  await page.keyboard.press('Control+z')
  await expect(rows).toHaveCount(4)

  // The toggle remembers its run.
  await page.reload()
  await expect(page.getByText(/2 pairs the same.*1 difference\./)).toBeVisible()
  await page.getByRole('switch', { name: 'Direct' }).click()
  await expect(page.getByText(/2 pairs the same/)).toHaveCount(0)
})
