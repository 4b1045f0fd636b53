import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashPassword } from 'better-auth/crypto'
import PQueue from 'p-queue'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCredentialUser } from '~/domain/auth/create-credential-user.server'
import { createBrowserFetch, type BrowserFetch } from '~tests/helpers/browser-fetch'
import { kill } from './processes'
import { makePicture, openShop, reckon, untilStatus, type Shop } from './shop'

const PHOTOS = process.env.CHAOS === 'full' ? Number(process.env.CHAOS_PHOTOS ?? 300) : 40
/** A browser sends about as many files at once. */
const AT_ONCE = 4

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
}, 300_000)
afterAll(() => shop?.close(), 60_000)

async function signIn(): Promise<BrowserFetch> {
  const password = 'a password for tests'
  const passwordHash = await hashPassword(password)
  const email = 'uploader@example.com'
  const { projectId } = shop.actor
  await createCredentialUser(shop.ctx.db.prisma, {
    name: 'Uploader',
    email,
    passwordHash,
    role: 'staff',
    projectId,
  })
  const browser = createBrowserFetch(shop.webUrl)
  await browser.postForm('/sign-in', { email, password })
  if (browser.cookies.size === 0) throw new Error('nobody could sign in')
  return browser
}

/** Begins an upload and never ends it. */
function uploadHalf(browser: BrowserFetch, batchId: string, bytes: Buffer): Promise<void> {
  const url = new URL(shop.webUrl)
  const head = `--x\r\ncontent-disposition: form-data; name="batchId"\r\n\r\n${batchId}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="half.jpg"\r\n\r\n`
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => {})
  socket.write(
    `POST /api/photos HTTP/1.1\r\nhost: ${url.host}\r\norigin: ${url.origin}\r\ncontent-type: multipart/form-data; boundary=x\r\n` +
      `cookie: ${[...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}\r\n` +
      `content-length: ${head.length + bytes.length + 9}\r\n\r\n${head}`,
  )
  return new Promise((done) => socket.write(bytes.subarray(0, bytes.length / 2), () => done()))
}

it('kill -9 of the web process in the middle of an upload loses no photo', { timeout: 900_000 }, async () => {
  let web = await shop.startWeb()
  await shop.startWorker()
  const browser = await signIn()
  const batchId = randomUUID()
  const answers = new Map<number, { status: number; id: string }>()
  let retries = 0

  const send = async (index: number) => {
    const form = new FormData()
    form.append('batchId', batchId)
    const bytes = await makePicture(batchId, index)
    form.append('file', new Blob([new Uint8Array(bytes)]), `${index}.jpg`)
    return browser('/api/photos', { method: 'POST', body: form })
  }
  /** What the upload page does: again until there is an answer. */
  const upload = async (index: number) => {
    for (;;) {
      const response = await send(index).catch(() => null)
      if (response && response.status < 300) {
        const { photo } = (await response.json()) as { photo: { id: string } }
        return void answers.set(index, { status: response.status, id: photo.id })
      }
      if (response && response.status < 500) throw new Error(`${response.status} ${await response.text()}`)
      retries += 1
      await sleep(200)
    }
  }

  const queue = new PQueue({ concurrency: AT_ONCE })
  const uploads = queue.addAll(Array.from({ length: PHOTOS }, (_, index) => () => upload(index)))
  await uploadHalf(browser, batchId, await makePicture(batchId, PHOTOS))
  while (answers.size < PHOTOS / 4) await sleep(5)
  await kill(web)
  const answered = [...answers.values()].map(({ id }) => id)
  expect(answered.length).toBeLessThan(PHOTOS)
  await sleep(1_000)
  const died = performance.now()
  web = await shop.startWeb()
  await uploads
  await upload(PHOTOS)

  // Everything is there once, also what had been answered before, and what broke off left nothing behind.
  const photos = await shop.ctx.db.prisma.photo.findMany({ select: { id: true } })
  const ids = new Set(photos.map(({ id }) => id))
  expect(photos.length).toBe(PHOTOS + 1)
  expect(answered.every((id) => ids.has(id))).toBe(true)
  expect(new Set([...answers.values()].map(({ id }) => id)).size).toBe(PHOTOS + 1)
  // Two, when the first was finished before the last file came.
  const jobs = await shop.ctx.db.prisma.job.findMany({ where: { name: 'ingest-photos', key: batchId } })
  const sums = []
  for (const job of jobs) {
    await untilStatus(shop, job.id, ['completed'])
    sums.push(await reckon(shop, job.id))
  }
  const items = sums.reduce((sum, { itemsDone }) => sum + itemsDone, 0)
  const doubled = sums.reduce((sum, each) => sum + each.doubled, 0)
  const ready = await shop.ctx.db.prisma.photo.count({ where: { status: 'ready' } })
  const twice = [...answers.values()].filter(({ status }) => status === 200).length
  const seconds = (performance.now() - died) / 1000
  const facts = {
    answeredBefore: answered.length,
    retries,
    twice,
    photos: photos.length,
    ready,
    items,
    doubled,
    seconds,
  }
  console.log(`web killed (${shop.database.kind}): ${JSON.stringify(facts)}`)
  expect(facts).toMatchObject({ ready: PHOTOS + 1, items: PHOTOS + 1, doubled: 0 })
  expect(retries).toBeGreaterThan(0)
})
