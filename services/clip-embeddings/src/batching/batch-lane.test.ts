import { expect, test, vi } from 'vitest'
import { ServiceError } from '../errors.ts'
import { checkVector } from '../model/check-vector.ts'
import { BatchLane, type LaneOptions } from './batch-lane.ts'

/** A lane over numbers whose inference is finished by hand. */
function handLane(options: Partial<LaneOptions<number, number, { vector: Float32Array }>> = {}) {
  const batches: number[][] = []
  const finish: (() => void)[] = []
  const lane = new BatchLane<number, number>({
    queueLength: 100,
    sizer: { aim: () => 4, record: () => {}, secondsAnItem: 0.1 },
    batchWaitMs: 50,
    prepareConcurrency: 2,
    prepare: (n) => n,
    inferConcurrency: 1,
    infer: (batch) =>
      new Promise((resolve) => {
        batches.push(batch)
        finish.push(() => resolve(batch.map((n) => ({ vector: Float32Array.of(n) }))))
      }),
    ...options,
  })
  /** Waits for the n-th batch to begin; the machine may be slow, so it is not a fixed time. */
  const begun = (n: number) =>
    vi.waitFor(() => expect(batches.length).toBeGreaterThanOrEqual(n), { timeout: 5000, interval: 2 })
  const settle = () => new Promise((resolve) => setTimeout(resolve, 120))
  return { lane, batches, finish, settle, begun }
}

test('items of several callers share a batch, and each caller gets its own answers in order', async () => {
  const { lane, batches, finish, begun } = handLane()
  const a = lane.submit([1, 2])
  const b = lane.submit([3])
  await begun(1)
  expect(batches).toEqual([[1, 2, 3]])
  finish[0]?.()
  expect(await a).toEqual([{ vector: Float32Array.of(1) }, { vector: Float32Array.of(2) }])
  expect(await b).toEqual([{ vector: Float32Array.of(3) }])
})

test('while one batch computes, at most two batches are prepared ahead', async () => {
  let prepared = 0
  const { lane, settle } = handLane({ prepare: (n) => (prepared++, n) })
  void lane.submit(Array.from({ length: 50 }, (_, i) => i))
  await settle()
  expect(prepared).toBe(4 + 8)
  expect(lane.pending).toBe(50)
})

test('as many batches are computed at once as there are sessions, each answered when it is done', async () => {
  const { lane, batches, finish, settle, begun } = handLane({ inferConcurrency: 2 })
  const outcomes = lane.submit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  await begun(2)
  await settle()
  expect(batches).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ])
  finish[1]?.()
  await begun(3)
  expect(batches[2]).toEqual([9, 10])
  expect(lane.pending).toBe(6)
  finish[0]?.()
  finish[2]?.()
  expect(await outcomes).toEqual(Array.from({ length: 10 }, (_, i) => ({ vector: Float32Array.of(i + 1) })))
})

test('a request that does not fit is refused whole, with a time to wait', () => {
  const { lane } = handLane({ queueLength: 10 })
  void lane.submit([1, 2, 3, 4, 5, 6, 7, 8])
  const before = lane.pending
  const refused = () => lane.submit(Array.from({ length: 9 }, (_, i) => i))
  expect(refused).toThrow(
    expect.objectContaining({ code: 'QUEUE_FULL', status: 429, retryAfter: expect.any(Number) }),
  )
  expect(lane.pending).toBe(before)
})

test('an item that cannot be prepared fails alone', async () => {
  const { lane, finish, begun } = handLane({
    prepare: (n) => {
      if (n === 2) throw new ServiceError('IMAGE_UNREADABLE', 'no picture')
      return n
    },
  })
  const outcomes = lane.submit([1, 2, 3])
  await begun(1)
  finish[0]?.()
  expect(await outcomes).toMatchObject([
    { vector: Float32Array.of(1) },
    { error: { code: 'IMAGE_UNREADABLE' } },
    { vector: Float32Array.of(3) },
  ])
})

test('a batch that fails is tried item by item, so that only the guilty one fails', async () => {
  const { lane } = handLane({
    infer: async (batch) => {
      if (batch.includes(2)) throw new Error('cannot compute 2')
      return batch.map((n) => ({ vector: Float32Array.of(n) }))
    },
  })
  const outcomes = await lane.submit([1, 2, 3])
  expect(outcomes).toMatchObject([
    { vector: Float32Array.of(1) },
    { error: { code: 'INTERNAL' } },
    { vector: Float32Array.of(3) },
  ])
})

test('a vector of NaN is an error, not an answer', async () => {
  const { lane } = handLane({
    infer: async (batch) => batch.map((n) => checkVector(Float32Array.of(n === 1 ? NaN : n))),
  })
  expect(await lane.submit([1, 2])).toMatchObject([
    { error: { code: 'INFERENCE_FAILED' } },
    { vector: Float32Array.of(2) },
  ])
})

test('a caller that gives up is answered at once and its queued items are never computed', async () => {
  const { lane, batches, finish, settle, begun } = handLane()
  const controller = new AbortController()
  const gone = lane.submit([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], controller.signal)
  await settle()
  controller.abort(new ServiceError('CLIENT_CLOSED', 'hung up'))
  const outcomes = await gone
  expect(outcomes.every((outcome) => 'error' in outcome && outcome.error.code === 'CLIENT_CLOSED')).toBe(true)
  const stays = lane.submit([99])
  finish[0]?.()
  await begun(2)
  finish[1]?.()
  expect(await stays).toMatchObject([{ vector: Float32Array.of(99) }])
  expect(batches).toEqual([[1, 2, 3, 4], [99]])
  expect(lane.pending).toBe(0)
})

test('the readiness probe passes a full queue and waits for the batch under way only', async () => {
  const { lane, batches, finish, settle, begun } = handLane({ queueLength: 20 })
  void lane.submit(Array.from({ length: 20 }, (_, i) => i))
  await settle()
  const probe = lane.submitUrgent(-1)
  await settle()
  finish[0]?.()
  await begun(2)
  finish[1]?.()
  expect(await probe).toEqual({ vector: Float32Array.of(-1) })
  expect(batches[1]?.[0]).toBe(-1)
})

test('nothing starts while the other lane has the machine, and waking goes on', async () => {
  let free = false
  const { lane, batches, settle, begun } = handLane({ mayStart: () => free })
  void lane.submit([1])
  await settle()
  expect(batches).toEqual([])
  free = true
  lane.wake()
  await begun(1)
  expect(batches).toEqual([[1]])
})

test('draining waits for everything taken', async () => {
  const { lane, finish, begun } = handLane()
  const answer = lane.submit([1])
  let drained = false
  const drain = lane.drain().then(() => (drained = true))
  await begun(1)
  expect(drained).toBe(false)
  finish[0]?.()
  await Promise.all([answer, drain])
  expect(drained).toBe(true)
  await lane.drain()
})
