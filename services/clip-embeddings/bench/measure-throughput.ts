import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BenchModel } from './bench-models.ts'
import { formCall, jsonCall, load, median, type Call } from './load.ts'
import type { BenchSettings } from './run.ts'
import { cpuSeconds, startChild, type Child } from './start-child.ts'

interface Timed {
  /** Pictures a second by the clock. */
  rate: number
  /** Processor seconds a picture, all threads: what limits a full machine, and hardly moved by its neighbours. */
  cpu: number
  /** Processor seconds a picture of the callers, which share the cores with what they measure. */
  callers: number
}

type Kind = 'bare' | 'service' | 'naive'

/** Pictures a second, image bytes in and vectors out, of the bare session, the service and the naive service. */
export async function measureThroughput(
  model: BenchModel,
  service: Child,
  pictures: Buffer[],
  settings: BenchSettings,
): Promise<void> {
  const { say, seconds, threads } = settings
  const naive = await startChild('bench/naive-server.ts', {
    CLIP_MODEL: model.name,
    CLIP_MODEL_DIR: model.modelDir,
    CLIP_THREADS: threads,
  })
  const bare = await startBareSession(model, threads)
  const forms = pictures.map((picture) => formCall(picture))
  const posts = pictures.map((picture) => jsonCall('/embed/image', { image: picture.toString('base64') }))
  const served = (child: Child, calls: Call[]) =>
    timed(child, async () => (await load(child.url, calls, { callers: settings.callers, seconds })).perSecond)
  await load(naive.url, posts, { callers: settings.callers, seconds: 1 })
  const batch = await bestBatch(bare, seconds / 3)

  const rounds: Record<Kind, Timed>[] = []
  for (let round = 1; round <= settings.rounds; round++) {
    const result = {
      bare: await timed(bare, () => bare.measure(batch, seconds)),
      service: await served(service, forms),
      naive: await served(naive, posts),
    }
    rounds.push(result)
    const show = (kind: Kind) => `${kind} ${result[kind].rate.toFixed(1)}/s`
    say(`   round ${round}: ${show('bare')} (batch ${batch}), ${show('service')}, ${show('naive')}`)
  }
  bare.stop()
  await naive.stop()

  const middle = (read: (round: Record<Kind, Timed>) => number) => median(rounds.map(read))
  const ms = (kind: Kind) => (1000 * middle((round) => round[kind].cpu)).toFixed(1)
  say(`   processor a picture: bare ${ms('bare')}, service ${ms('service')}, naive ${ms('naive')} ms`)
  say(
    `   the callers beside the service: ${(1000 * middle((r) => r.service.callers)).toFixed(1)} ms a picture`,
  )
  const ratio = (by: 'bare' | 'naive') => {
    const clock = middle((round) => round.service.rate / round[by].rate).toFixed(2)
    const processor = middle((round) => round[by].cpu / round.service.cpu).toFixed(2)
    return `${clock} by the clock, ${processor} by processor time`
  }
  say(`   service / bare session: ${ratio('bare')} (goal ≥ 0.90)`)
  say(`   service / naive service: ${ratio('naive')}`)
}

async function timed(child: { cpuSeconds(): number }, run: () => Promise<number>): Promise<Timed> {
  const [cpu, own, clock] = [child.cpuSeconds(), process.cpuUsage(), performance.now()]
  const rate = await run()
  const pictures = rate * ((performance.now() - clock) / 1000)
  const callers = process.cpuUsage(own)
  return {
    rate,
    cpu: (child.cpuSeconds() - cpu) / pictures,
    callers: (callers.user + callers.system) / 1e6 / pictures,
  }
}

async function startBareSession(model: BenchModel, threads: string) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bench/bare-session.ts', model.modelDir, model.name, threads],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'] },
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

/** The batch size at which the bare session does most. */
async function bestBatch(
  bare: Awaited<ReturnType<typeof startBareSession>>,
  seconds: number,
): Promise<number> {
  let best = { size: 1, rate: 0 }
  for (const size of [1, 2, 4, 8, 16, 32]) {
    const rate = await bare.measure(size, seconds)
    if (rate > best.rate) best = { size, rate }
  }
  return best.size
}
