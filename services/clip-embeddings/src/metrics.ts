import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

type Lane = 'image' | 'text' | 'read'

/** What the service counts, in Prometheus' terms; one registry a server, so that tests do not share it. */
export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'clip_request_duration_seconds',
    help: 'Time from request to answer, by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const items = new Counter({
    name: 'clip_items_total',
    help: 'Pictures and texts answered, by kind (read: pictures whose text was read) and by result (ok or an error code).',
    labelNames: ['kind', 'result'],
    registers,
  })
  const batchSize = new Histogram({
    name: 'clip_batch_size',
    help: 'Items a batch, by lane.',
    labelNames: ['lane'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const batchSeconds = new Histogram({
    name: 'clip_batch_duration_seconds',
    help: 'Inference time a batch, by lane.',
    labelNames: ['lane'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const decodeSeconds = new Histogram({
    name: 'clip_decode_duration_seconds',
    help: 'Decoding and resizing time a picture.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const queue = new Gauge({
    name: 'clip_queue_items',
    help: 'Items taken and not yet answered, by lane.',
    labelNames: ['lane'],
    registers,
    collect() {
      for (const [lane, read] of Object.entries(queues)) this.set({ lane }, read())
    },
  })
  const lines = new Counter({
    name: 'clip_read_lines_total',
    help: 'Lines of text read in pictures.',
    registers,
  })
  const ready = new Gauge({ name: 'clip_ready', help: '1 while the probe vectors are right.', registers })
  const queues: Partial<Record<Lane, () => number>> = {}
  void queue

  return {
    registry,
    request: (route: string, status: number, seconds: number) => requests.observe({ route, status }, seconds),
    item: (kind: Lane, result: string) => items.inc({ kind, result }),
    batch(lane: Lane, size: number, seconds: number) {
      batchSize.observe({ lane }, size)
      batchSeconds.observe({ lane }, seconds)
    },
    linesRead: (count: number) => lines.inc(count),
    async timeDecode<T>(decode: () => Promise<T>): Promise<T> {
      const end = decodeSeconds.startTimer()
      try {
        return await decode()
      } finally {
        end()
      }
    },
    ready: (is: boolean) => ready.set(is ? 1 : 0),
    watchQueue(lane: Lane, read: () => number) {
      queues[lane] = read
    },
  }
}
