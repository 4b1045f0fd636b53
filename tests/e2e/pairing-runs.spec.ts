import pg from 'pg'
import sharp from 'sharp'
import { expectAccessible } from '~tests/helpers/expect-accessible'
import { expect as plainExpect, signInAsAdmin } from '~tests/helpers/browser-test'
import { renderSet } from '~tests/helpers/render-pairs/render-set'
import { test } from '~tests/helpers/stack-test'
import { uploadPhotos } from '~tests/helpers/upload-photos'

test.use({ shop: 'pairing-runs' })
test.describe.configure({ mode: 'serial', timeout: 420_000 })
const expect = plainExpect.configure({ timeout: 60_000 })

/** Jobs enqueued from now on wait, as behind an hour of other work; call the answer to let them through. */
async function holdJobs(url: string): Promise<() => Promise<void>> {
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await run(`CREATE FUNCTION hold_job() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN NEW.run_at = now() + interval '1 hour'; RETURN NEW; END $$;
             CREATE TRIGGER hold_job BEFORE INSERT ON graphile_worker._private_jobs
             FOR EACH ROW EXECUTE FUNCTION hold_job()`)
  return () => run('DROP TRIGGER hold_job ON graphile_worker._private_jobs; DROP FUNCTION hold_job()')
}

test('a run is cancelled while it waits, tells so, and is done again', async ({ page, web }) => {
  const browser = await web.asAdmin()
  await uploadPhotos(browser, (await renderSet('easy', 6, 3)).photos)
  await signInAsAdmin(page, web)
  const letThrough = await holdJobs(web.database.url)
  await page.goto('/pairing')
  await page.getByRole('button', { name: 'Pair 6 photos' }).click()
  await expect(page.getByRole('heading', { name: 'Waiting for its turn' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: 'The run was cancelled' })).toBeVisible()
  await expect(page.getByText('No pairs were proposed and no products were made.')).toBeVisible()
  await expectAccessible(page)
  await letThrough()
  await page.getByRole('button', { name: 'Run it again' }).click()
  await expect(page.locator('ul[aria-label="Pairs"] > li')).toHaveCount(3, { timeout: 120_000 })
  const run = page.url()
  await page.goto('/jobs')
  await page.getByRole('link', { name: /^Pairing of 6 photos/ }).click()
  await page.getByRole('link', { name: 'Show the pairs' }).click()
  await expect(page).toHaveURL(run)
})

test('copies and unreadable files among good ones are left out and named', async ({ page, web }) => {
  const browser = await web.asAdmin()
  const [first] = (await renderSet('easy', 6, 3)).photos
  const copies = await Promise.all(
    [420, 380].map(async (size) => ({
      name: `copy-${size}.jpg`,
      bytes: await sharp(first.bytes).resize(size).jpeg({ quality: 70 }).toBuffer(),
    })),
  )
  await uploadPhotos(browser, copies)
  const form = new FormData()
  form.set('batchId', crypto.randomUUID())
  form.set(
    'file',
    new Blob([new Uint8Array(first.bytes.subarray(0, 900))], { type: 'image/jpeg' }),
    'cut.jpg',
  )
  await browser('/api/photos', { method: 'POST', body: form })

  await signInAsAdmin(page, web)
  await page.goto('/pairing')
  await expect(page.getByText('1 unreadable file left out.')).toBeVisible()
  await page.getByRole('button', { name: 'Pair 8 photos' }).click()
  await expect(page.locator('ul[aria-label="Pairs"] > li')).toHaveCount(3, { timeout: 120_000 })
  const tray = page.getByRole('region', { name: 'Photos without a partner' })
  await expect(tray.getByRole('listitem')).toHaveCount(2)
  await expect(tray.getByText(/^same (view|pixels) as /)).toHaveCount(2)
})
