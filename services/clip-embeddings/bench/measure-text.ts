import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { jsonCall, load, median, percentile } from './load.ts'
import type { BenchSettings } from './run.ts'
import type { Child } from './start-child.ts'

/** How long a person's query takes while pictures are embedded in bulk, against when nothing else is asked. */
export async function measureText(service: Child, settings: BenchSettings): Promise<void> {
  const { say, seconds, callers } = settings
  const texts = ['red striped t-shirt', 'a photo of a green apple', 'black leather boots'].map((text) =>
    jsonCall('/embed/text', { text, encoding: 'base64' }),
  )
  const one = { callers: 1, seconds, pauseMs: 5 }
  await load(service.url, texts, { callers: 1, requests: 100 })
  const ratios: number[] = []
  for (let round = 1; round <= settings.rounds; round++) {
    const idle = (await load(service.url, texts, one)).latencies
    const bulk = await startBulk(service.url, callers)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const busy = (await load(service.url, texts, one)).latencies
    const rate = await bulk.stop()
    ratios.push(percentile(busy, 0.95) / percentile(idle, 0.95))
    const show = (sorted: number[]) =>
      `p50 ${percentile(sorted, 0.5).toFixed(1)}, p95 ${percentile(sorted, 0.95).toFixed(1)} ms`
    say(
      `   round ${round}: text idle ${show(idle)}; beside ${callers} picture callers (${rate.toFixed(0)} pictures/s) ${show(busy)}`,
    )
  }
  say(`   text p95 under load / idle: ${median(ratios).toFixed(2)} (goal ≤ 2)`)
}

async function startBulk(url: string, callers: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/bulk-load.ts', url, String(callers)], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    /** Ends the load and says how many pictures a second it was. */
    async stop(): Promise<number> {
      const exit = once(child, 'exit')
      child.stdin.end()
      const rate = Number((await lines.next()).value)
      await exit
      return rate
    },
  }
}
