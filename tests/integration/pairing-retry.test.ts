import { Readable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jobCatalog } from '~/domain/jobs/catalog'
import { startPairingRun } from '~/domain/pairing/runs/start-pairing-run.server'
import { storePhoto } from '~/domain/photos/store-photo.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { processPhoto } from '~tests/helpers/process-photo'
import { untilJob } from '~tests/helpers/watch-job'
import { createWorker } from '../../workers/create-worker'
import { pairPhotos } from '../../workers/tasks/pair-photos'
import { createOpenAiServer, type OpenAiServer, type Script } from '../fakes/openai/create-openai-server'
import { recorded } from '../fakes/openai/recorded-answers'
import { createPhotoContext } from '../helpers/photo-context'
import { renderSet } from '../helpers/render-pairs/render-set'

let openai: OpenAiServer
let shop: Awaited<ReturnType<typeof createPhotoContext>>

const down = () => Promise.reject(new AppError('ML_SERVICE_DOWN', 'down'))
const clip: ClipClient = { model: down, embedImages: down, readImages: down, embedText: down }
const USD = (20_000 * 2.5 + 600 * 10) / 1e6

type Seen = OpenAiServer['requests'][number]
const picturesOf = ({ body }: Seen): string[] =>
  body.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap((part) => part.image_url?.url ?? []),
  )
/** Pairs whatever is shown, in the order it is shown. */
const pairAll: Script = (request) => {
  const pairs = Array.from({ length: picturesOf(request).length / 2 }, (_, at) => ({
    front: 2 * at + 1,
    back: 2 * at + 2,
    certainty: 'high',
    reason: '',
  }))
  return recorded.answer({ pairs, unpaired: [] })
}

beforeAll(async () => {
  openai = await createOpenAiServer([pairAll])
  shop = await createPhotoContext({
    OPENAI_API_KEY: 'test',
    OPENAI_BASE_URL: openai.url,
    OPENAI_VISION_SETTINGS: '{"photosPerRequest":4}',
  })
})
afterAll(async () => {
  await shop.close()
  await openai.close()
})

it('tried again after a crash between two groups, asks only about those it has no answer to', async () => {
  const staff = await shop.addPerson('staff')
  const set = await renderSet('easy', 3, 4)
  for (const { name, bytes } of set.photos) {
    const stream = Readable.from([bytes])
    const { photo } = await storePhoto(shop.ctx, staff, {
      stream,
      fileName: name,
      batchId: crypto.randomUUID(),
    })
    await processPhoto(shop.ctx, photo.id, new AbortController().signal)
  }
  const { runId, jobId } = await startPairingRun(shop.ctx, staff, { strategy: 'direct' })
  let crashed = false
  const { storage } = shop.ctx
  const get: typeof storage.get = async (...args) => {
    if (openai.requests.length === 1 && !crashed) {
      crashed = true
      throw new Error('the process fell over')
    }
    return storage.get(...args)
  }
  const ctx: AppContext = {
    ...shop.ctx,
    storage: { ...storage, get },
    clip,
    clipNext: null,
    log: pino({ level: 'silent' }),
  }
  // Only this job: the photos are read already.
  const worker = await createWorker({ ctx, catalog: jobCatalog, handlers: { 'pair-photos': pairPhotos } })
  const job = await untilJob(ctx, jobId, ['completed', 'failed'])
  await worker.stop(1_000)

  expect(crashed).toBe(true)
  expect(job).toMatchObject({ status: 'completed', attempts: 1 })
  const run = await ctx.db.prisma.pairingRun.findUniqueOrThrow({
    where: { id: runId },
    include: { pairs: true },
  })
  expect(run.pairs).toHaveLength(4)
  const shown = openai.requests.flatMap(picturesOf)
  expect(openai.requests.length).toBeGreaterThan(1)
  expect(shown).toHaveLength(8)
  expect(new Set(shown).size).toBe(8)
  // The first group's answer was paid for by the try that crashed.
  expect(Number(run.costUsd)).toBeCloseTo(openai.requests.length * USD, 4)
  expect(job).toMatchObject({ done: openai.requests.length, total: openai.requests.length })
})
