import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { test as stackTest } from '~tests/helpers/stack-test'
import { startEmbeddingService } from '~tests/helpers/start-embedding-service'
import { uploadPhotos } from '~tests/helpers/upload-photos'
import { writeRandomModel } from '~tests/helpers/write-random-model'
import { renderSamples } from '../../scripts/samples/render-samples'

/** A second embedding service with another model, which the shop is to change to. */
const test = stackTest.extend({
  environment: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'recto-e2e-model-'))
      await writeRandomModel(folder)
      const next = await startEmbeddingService({ CLIP_MODEL: 'tiny', CLIP_MODEL_DIR: folder })
      await use({ CLIP_NEXT_SERVICE_URL: next.url })
      await next.stop()
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})
test.use({ shop: 'model' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })

// Two embedding services, database, worker, web and browser share the two cores of a CI machine.
const expect = plainExpect.configure({ timeout: 60_000 })

test('the next model reads the photos too, is compared, takes over, and is taken back', async ({
  page,
  web,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'recto-e2e-samples-'))
  await renderSamples(folder)
  const names = (await readdir(folder)).filter((name) => /^\d\d-.*-front/.test(name)).slice(0, 12)
  const pictures = names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) }))
  await uploadPhotos(await web.asAdmin(), await Promise.all(pictures))
  await rm(folder, { recursive: true, force: true })

  await signInAsAdmin(page, web)
  await page.goto('/model?words=red+dress%2C+blue+shirt')
  await expect(page.getByText('12 of 12 photos read')).toHaveCount(2)

  await expect(page.getByRole('listitem').filter({ hasText: 'red dress' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Switch everybody' }).click()
  await page.getByRole('button', { name: 'Switch', exact: true }).click()
  await expect(page.getByText('Next model: everybody')).toBeVisible()
  await expectAccessible(page)
  const modelOf = async () => {
    const answer = await (await web.asAdmin())('/api/search?q=red+dress')
    return ((await answer.json()) as { model: string | null }).model
  }
  await expect.poll(modelOf).toMatch(/^tiny@/)
  await page.getByRole('button', { name: 'Back to the current model' }).click()
  await expect(page.getByText('Next model: everybody')).toHaveCount(0)
  await expect.poll(modelOf).toMatch(/^recto-mini@/)
})
