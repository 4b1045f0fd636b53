import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { kill, untilPrinted, type Part } from './processes'
import {
  databaseNow,
  openShop,
  reckon,
  recoverySeconds,
  untilDone,
  untilStatus,
  uploadPhotos,
  type Shop,
} from './shop'

// `npm run test:chaos` runs all of it with the heartbeats that production has; `npm test` a short form with fast ones.
const full = process.env.CHAOS === 'full'
const PHOTOS = full ? Number(process.env.CHAOS_PHOTOS ?? 300) : 60
const settings: Record<string, string> = full
  ? {}
  : { WORKER_HEARTBEAT_MS: '500', WORKER_DEAD_AFTER_MS: '3000', WORKER_BLOCKED_RETRY_MS: '500' }
const OUTAGE_MS = full ? 60_000 : 4_000
const FREEZE_MS = full ? 120_000 : 12_000

let shop: Shop
let workers: Part[] = []
beforeAll(async () => {
  shop = await openShop(settings)
}, 300_000)
afterAll(() => shop?.close(), 60_000)
afterEach(async () => {
  for (const worker of workers) {
    worker.child.kill('SIGCONT')
    await kill(worker)
  }
  workers = []
  shop.proxy.set('none')
})

const startWorker = async () => {
  const worker = await shop.startWorker()
  workers.push(worker)
  return worker
}

/** A worker with some of the photos done and some in its hands; slow answers keep it there long enough to be met. */
async function startIngest() {
  const jobId = await uploadPhotos(shop, PHOTOS)
  shop.proxy.set('slow')
  const worker = await startWorker()
  await untilDone(shop, jobId, 1)
  return { jobId, worker }
}

/** How far the job was when its worker stopped; from here on the service answers at once again. */
async function halfDone(jobId: string): Promise<number> {
  shop.proxy.set('none')
  const { itemsDone } = await reckon(shop, jobId)
  expect(itemsDone).toBeGreaterThan(0)
  expect(itemsDone).toBeLessThan(PHOTOS)
  return itemsDone
}

/** Everything is there, once, all counts agree, and work went on within two minutes of `since`. */
async function expectNothingLost(
  jobId: string,
  title: string,
  since: Date,
  facts: Record<string, unknown> = {},
) {
  await untilStatus(shop, jobId, ['completed', 'completed_with_failures', 'failed'], full ? 900_000 : 240_000)
  const sum = await reckon(shop, jobId)
  const recoveredAfter = await recoverySeconds(shop, since)
  console.log(`${title} (${shop.database.kind}): ${JSON.stringify({ recoveredAfter, ...facts, ...sum })}`)
  expect(sum).toMatchObject({
    photos: PHOTOS,
    ready: PHOTOS,
    embedded: PHOTOS,
    failed: 0,
    items: PHOTOS,
    itemsDone: PHOTOS,
    jobDone: PHOTOS,
    jobFailed: 0,
    jobTotal: PHOTOS,
    doubled: 0,
  })
  expect(recoveredAfter).toBeLessThan(120)
}

describe('in the middle of an ingest', { timeout: 1_200_000 }, () => {
  it('kill -9 of the worker', async () => {
    const { jobId, worker } = await startIngest()
    await kill(worker)
    const died = await databaseNow(shop)
    const doneBefore = await halfDone(jobId)
    await startWorker()
    await expectNothingLost(jobId, 'worker killed', died, { doneBefore })
  })

  it('a frozen worker wakes after it was replaced, and does nothing twice', async () => {
    const { jobId, worker: frozen } = await startIngest()
    frozen.child.kill('SIGSTOP')
    const stopped = await databaseNow(shop)
    const doneBefore = await halfDone(jobId)
    const replacement = await startWorker()
    await sleep(FREEZE_MS)
    const doneBeforeWaking = (await reckon(shop, jobId)).itemsDone
    expect(doneBeforeWaking).toBeGreaterThan(doneBefore)
    frozen.child.kill('SIGCONT')
    await expectNothingLost(jobId, 'worker frozen', stopped, { doneBefore, doneBeforeWaking })
    // It noticed and is a worker again, under another name; what it had in hand when it froze changed nothing.
    await untilPrinted(frozen, /declared dead/)
    await untilPrinted(frozen, /worker ready/, 2)
    expect(await reckon(shop, jobId)).toMatchObject({ itemsDone: PHOTOS, jobDone: PHOTOS, doubled: 0 })
    await kill(replacement)
    const again = await uploadPhotos(shop, 5)
    await untilStatus(shop, again, ['completed'])
    expect(await reckon(shop, again)).toMatchObject({ itemsDone: 5, doubled: 0 })
  })

  it('the embedding service stops, answers 500, hangs', async () => {
    const jobId = await uploadPhotos(shop, PHOTOS)
    shop.proxy.set('refuse')
    await startWorker()
    await untilStatus(shop, jobId, ['blocked'])
    const job = await shop.ctx.db.prisma.job.findUniqueOrThrow({ where: { id: jobId } })
    expect(job).toMatchObject({ errorCode: 'ML_SERVICE_DOWN', failed: 0 })
    // The photos can be seen meanwhile, all of them.
    const seen = await shop.ctx.db.prisma.photo.count({ where: { status: 'processed' } })
    expect(seen).toBe(PHOTOS)
    await sleep(OUTAGE_MS)
    shop.proxy.set('error')
    await sleep(OUTAGE_MS / 2)
    shop.proxy.set('hang')
    await sleep(OUTAGE_MS / 2)
    expect((await reckon(shop, jobId)).itemsDone).toBe(0)
    const back = await databaseNow(shop)
    shop.proxy.set('none')
    await expectNothingLost(jobId, 'embedding service away', back)
    expect((await reckon(shop, jobId)).tries).toBe(PHOTOS)
  })
})
