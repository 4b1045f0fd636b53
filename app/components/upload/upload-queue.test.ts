import { describe, expect, it, vi } from 'vitest'
import { readUploadAnswer, type UploadAnswer } from './upload-item'
import { UploadQueue, type SendFile } from './upload-queue'

const file = (name: string, size = 4) => ({
  file: new File(['x'.repeat(size)], name, { lastModified: 1 }),
  path: name,
})
const files = (count: number) => Array.from({ length: count }, (_, i) => file(`photo-${i}.jpg`))
const added = (): UploadAnswer => ({ kind: 'added', photoId: crypto.randomUUID() })

const settled = (queue: UploadQueue) => vi.waitFor(() => expect(queue.getSnapshot().active).toBe(false), 5000)
const counts = (queue: UploadQueue) => queue.getSnapshot().totals.counts

describe('UploadQueue', () => {
  it('sends every file, four at a time, in order', async () => {
    let running = 0
    let most = 0
    const order: string[] = []
    const queue = new UploadQueue(async ({ path }) => {
      order.push(path)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 2))
      running -= 1
      return added()
    })
    await queue.add(files(30))
    await vi.waitFor(() => expect(counts(queue).added).toBe(30))
    expect(most).toBe(4)
    expect(order).toEqual(files(30).map(({ path }) => path))
  })

  it('takes 5,000 files without holding the thread for long', async () => {
    const queue = new UploadQueue(() => new Promise(() => undefined))
    let longest = 0
    let last = performance.now()
    const clock = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    await queue.add(files(5000))
    clearInterval(clock)
    await vi.waitFor(() => expect(queue.getSnapshot().items).toHaveLength(5000))
    expect(longest).toBeLessThan(1000)
  })

  it('retries failed files only, never refused ones', async () => {
    const sent: string[] = []
    let down = true
    const queue = new UploadQueue(async ({ path }) => {
      sent.push(path)
      if (path === 'notes.pdf') return readUploadAnswer(415, '{"code":"UNSUPPORTED_TYPE","detail":"A PDF."}')
      return down ? readUploadAnswer(503, '{"code":"STORAGE_DOWN"}') : added()
    })
    await queue.add([file('a.jpg'), file('notes.pdf')])
    await vi.waitFor(() => expect(counts(queue)).toMatchObject({ failed: 1, refused: 1 }))
    down = false
    queue.retryFailed()
    await vi.waitFor(() => expect(counts(queue)).toMatchObject({ added: 1, refused: 1, failed: 0 }))
    expect(sent).toEqual(['a.jpg', 'notes.pdf', 'a.jpg'])
  })

  it('keeps the whole queue when the session ends and goes on after signing in', async () => {
    let signedIn = false
    const queue = new UploadQueue(async () => (signedIn ? added() : { kind: 'signed-out' }))
    await queue.add(files(12))
    await vi.waitFor(() => expect(queue.getSnapshot().paused).toBe('signed-out'))
    expect(counts(queue).queued).toBe(12)
    signedIn = true
    queue.resume()
    await settled(queue)
    expect(counts(queue).added).toBe(12)
  })

  it('waits as long as a busy server asks', async () => {
    let busy = true
    const queue = new UploadQueue(async () => {
      if (!busy) return added()
      busy = false
      return { kind: 'busy', retryAfterSeconds: 0.2 }
    })
    await queue.add([file('a.jpg')])
    await vi.waitFor(() => expect(queue.getSnapshot().paused).toBe('busy'))
    await settled(queue)
    expect(counts(queue).added).toBe(1)
  })

  it('stays paused by the person when a file on its way is answered by a busy server', async () => {
    const answers: ((value: UploadAnswer) => void)[] = []
    const queue = new UploadQueue(() => new Promise((resolve) => answers.push(resolve)))
    vi.useFakeTimers()
    const adding = queue.add(files(3))
    await vi.advanceTimersByTimeAsync(500)
    await adding
    queue.pause()
    answers[0]?.({ kind: 'busy', retryAfterSeconds: 1 })
    await vi.advanceTimersByTimeAsync(5000)
    vi.useRealTimers()
    expect(queue.getSnapshot().paused).toBe('person')
    expect(answers).toHaveLength(3)
    queue.resume()
    await vi.waitFor(() => expect(answers).toHaveLength(4))
  })

  it('stays paused by a person who pauses while it waits for a busy server', async () => {
    let sent = 0
    const queue = new UploadQueue(async () => {
      sent += 1
      return { kind: 'busy', retryAfterSeconds: 1 }
    })
    vi.useFakeTimers()
    const adding = queue.add([file('a.jpg')])
    await vi.advanceTimersByTimeAsync(500)
    await adding
    expect(queue.getSnapshot().paused).toBe('busy')
    queue.pause()
    await vi.advanceTimersByTimeAsync(5000)
    vi.useRealTimers()
    expect(queue.getSnapshot().paused).toBe('person')
    expect(sent).toBe(1)
  })

  it('keeps files while the network is gone', async () => {
    let online = false
    const queue = new UploadQueue(
      async () => (online ? added() : readUploadAnswer(0, '')),
      () => online,
    )
    await queue.add(files(3))
    await vi.waitFor(() => expect(queue.getSnapshot().paused).toBe('offline'))
    online = true
    queue.resume()
    await settled(queue)
    expect(counts(queue).added).toBe(3)
  })

  it('pauses, and starts nothing until resumed', async () => {
    let sent = 0
    const queue = new UploadQueue(async () => {
      sent += 1
      return added()
    })
    queue.pause()
    await queue.add(files(5))
    await vi.waitFor(() => expect(queue.getSnapshot().paused).toBe('person'))
    expect(sent).toBe(0)
    queue.resume()
    await settled(queue)
    expect(sent).toBe(5)
  })

  it('takes a file that is under way once, and a finished one again', async () => {
    let answer: (value: UploadAnswer) => void = () => undefined
    const send = vi.fn<SendFile>(() => new Promise((resolve) => (answer = resolve)))
    const queue = new UploadQueue(send)
    await queue.add([file('a.jpg'), file('a.jpg')])
    await queue.add([file('a.jpg')])
    expect(send).toHaveBeenCalledTimes(1)
    answer(added())
    await settled(queue)
    await queue.add([file('a.jpg')])
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(2))
    answer({ kind: 'duplicate', photoId: 'p' })
    await vi.waitFor(() => expect(counts(queue).duplicate).toBe(1))
  })

  it('gives files added while it runs the same batch, and later ones a new one', async () => {
    const batches = new Set<string>()
    const queue = new UploadQueue(async ({ batchId }) => {
      batches.add(batchId)
      return added()
    })
    queue.pause()
    await queue.add([file('a.jpg')])
    await queue.add([file('b.jpg')])
    queue.resume()
    await vi.waitFor(() => expect(counts(queue).added).toBe(2))
    expect(batches.size).toBe(1)
    await queue.add([file('c.jpg')])
    await vi.waitFor(() => expect(counts(queue).added).toBe(3))
    expect(batches.size).toBe(2)
  })

  it('stops a file that is removed or cancelled', async () => {
    let aborted = 0
    const queue = new UploadQueue(
      (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => (aborted += 1))),
    )
    await queue.add(files(10))
    queue.remove('photo-0.jpg|4|1')
    expect(aborted).toBe(1)
    queue.cancelAll()
    expect(aborted).toBe(4)
    await vi.waitFor(() => expect(queue.getSnapshot().items).toHaveLength(0))
  })
})
