import { spawn } from 'node:child_process'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { benchModel, type BenchModel } from './bench-models.ts'
import { benchPictures } from './bench-pictures.ts'
import { formCall, jsonCall, load, median, percentile, type Call } from './load.ts'
import { cpuSeconds, startChild } from './start-child.ts'

/**
 * `npm run bench [model …]`: the service against a bare session and against a
 * naive service, text under picture load, memory, start. Every comparison is a
 * ratio of two measurements taken in turn, round by round, so that a busy machine
 * slows both; the median of the rounds counts. Beside the clock stands processor
 * time a picture: what limits a full machine, and hardly moved by its neighbours.
 */
const models =
  process.argv.length > 2 ? process.argv.slice(2) : ['recto-mini', 'vit-b-32-fp32', 'vit-b-32-int8']
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const MEMORY_REQUESTS = Number(process.env.BENCH_MEMORY_REQUESTS ?? 10_000)
const CALLERS = 32
const threads = String(availableParallelism())
const say = (line: string) => process.stdout.write(`${line}\n`)

async function bareSession(model: BenchModel) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bench/bare-session.ts', model.modelDir, model.name, threads],
    {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    async measure(batch: number, seconds: number): Promise<number> {
      child.stdin.write(`${batch} ${seconds}\n`)
      return Number((await lines.next()).value)
    },
    cpuSeconds: () => cpuSeconds(child.pid),
    stop: () => child.stdin.end(),
  }
}

/** The batch size at which the bare session does most, and how much. */
async function bestBatch(bare: Awaited<ReturnType<typeof bareSession>>): Promise<number> {
  let best = { size: 1, rate: 0 }
  for (const size of [1, 2, 4, 8, 16, 32]) {
    const rate = await bare.measure(size, SECONDS / 3)
    if (rate > best.rate) best = { size, rate }
  }
  return best.size
}

interface Timed {
  /** Pictures a second by the clock. */
  rate: number
  /** Processor seconds a picture, all threads: on a machine shared with others the steadier measure. */
  cpu: number
}

async function timed(process: { cpuSeconds(): number }, run: () => Promise<number>): Promise<Timed> {
  const [cpu, clock] = [process.cpuSeconds(), performance.now()]
  const rate = await run()
  return { rate, cpu: (process.cpuSeconds() - cpu) / (rate * ((performance.now() - clock) / 1000)) }
}

async function benchOne(name: string, pictures: Buffer[]): Promise<void> {
  const model = await benchModel(name)
  const env = { CLIP_MODEL: name, CLIP_MODEL_DIR: model.modelDir, CLIP_THREADS: threads }
  const service = await startChild('src/main.ts', env)
  const naive = await startChild('bench/naive-server.ts', env)
  const bare = await bareSession(model)
  const forms = pictures.map(formCall)
  const naiveCalls = pictures.map((picture) =>
    jsonCall('/embed/image', { image: picture.toString('base64') }),
  )
  say(`\n## ${name} (start to ready ${service.readySeconds.toFixed(1)} s)`)
  await load(service.url, forms, { callers: CALLERS, seconds: 1 })
  await load(naive.url, naiveCalls, { callers: CALLERS, seconds: 1 })
  const batch = await bestBatch(bare)

  const ratios: Record<'bare' | 'bareCpu' | 'naive' | 'naiveCpu', number[]> = {
    bare: [],
    bareCpu: [],
    naive: [],
    naiveCpu: [],
  }
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await timed(bare, () => bare.measure(batch, SECONDS))
    const served = await timed(
      service,
      async () => (await load(service.url, forms, { callers: CALLERS, seconds: SECONDS })).perSecond,
    )
    const plain = await timed(
      naive,
      async () => (await load(naive.url, naiveCalls, { callers: CALLERS, seconds: SECONDS })).perSecond,
    )
    ratios.bare.push(served.rate / alone.rate)
    ratios.bareCpu.push(alone.cpu / served.cpu)
    ratios.naive.push(served.rate / plain.rate)
    ratios.naiveCpu.push(plain.cpu / served.cpu)
    const show = ({ rate, cpu }: Timed) =>
      `${rate.toFixed(1)}/s (${(cpu * 1000).toFixed(1)} ms of processor a picture)`
    say(
      `   round ${round + 1}: bare, batch ${batch}: ${show(alone)}; service: ${show(served)}; naive: ${show(plain)}`,
    )
  }
  say(
    `   service / bare session: ${median(ratios.bare).toFixed(2)} by the clock, ${median(ratios.bareCpu).toFixed(2)} by processor time (goal ≥ 0.90)`,
  )
  say(
    `   service / naive service: ${median(ratios.naive).toFixed(2)} by the clock, ${median(ratios.naiveCpu).toFixed(2)} by processor time`,
  )
  bare.stop()
  await naive.stop()
  await textUnderLoad(service.url, forms)
  if (name === 'recto-mini') await memory(service, forms)
  await service.stop()
}

async function textUnderLoad(url: string, forms: Call[]): Promise<void> {
  const texts = ['red striped t-shirt', 'a photo of a green apple', 'black leather boots'].map((text) =>
    jsonCall('/embed/text', { text, encoding: 'base64' }),
  )
  const one = { callers: 1, seconds: SECONDS, pauseMs: 5 }
  await load(url, texts, { callers: 1, requests: 30 })
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const idle = percentile((await load(url, texts, one)).latencies, 0.95)
    const stop = new AbortController()
    const bulk = load(url, forms, { callers: CALLERS, signal: stop.signal })
    await new Promise((resolve) => setTimeout(resolve, 500))
    const busy = percentile((await load(url, texts, one)).latencies, 0.95)
    stop.abort()
    await bulk
    ratios.push(busy / idle)
    say(
      `   round ${round + 1}: text p95 idle ${idle.toFixed(1)} ms, beside ${CALLERS} picture callers ${busy.toFixed(1)} ms`,
    )
  }
  say(`   text p95 under load / idle: ${median(ratios).toFixed(2)} (goal ≤ 2)`)
}

async function memory(service: Awaited<ReturnType<typeof startChild>>, forms: Call[]): Promise<void> {
  const steps = 5
  const sizes: string[] = []
  for (let step = 0; step < steps; step++) {
    await load(service.url, forms, { callers: CALLERS, requests: MEMORY_REQUESTS / steps })
    sizes.push(service.residentMegabytes().toFixed(0))
  }
  say(`   resident memory after each fifth of ${MEMORY_REQUESTS} requests: ${sizes.join(', ')} MB`)
}

say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${threads} threads, load ${loadavg()[0]?.toFixed(1)}; ${ROUNDS} rounds of ${SECONDS} s, ${CALLERS} callers`,
)
const pictures = await benchPictures()
say(
  `pictures: ${pictures.length} JPEGs of 600×800, ${Math.round(pictures.reduce((sum, p) => sum + p.length, 0) / pictures.length / 1000)} kB on average`,
)
for (const name of models) await benchOne(name, pictures)
