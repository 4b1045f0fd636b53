import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface ProcessPlan {
  name: string
  /** TypeScript entry point and its arguments. */
  entry: string
  args?: string[]
  cwd?: string
  env: Record<string, string | undefined>
  logFile: string
  /**
   * What the process itself prints when it listens. An answer on its port alone proves nothing: another program may have
   * taken the port in the meantime.
   */
  says?: RegExp
  /** Resolves true once the process does its work. Asked every 150 ms until `readyWithinMs` has passed. */
  isReady: () => Promise<boolean>
  readyWithinMs: number
  /** How long it may take to stop after SIGTERM before it is killed. */
  stopWithinMs: number
}

export interface SupervisedProcess {
  name: string
  stop(): Promise<void>
}

const exitWithParent = fileURLToPath(new URL('./exit-with-parent.mjs', import.meta.url))
const MAX_RESTART_DELAY_MS = 30_000
/** Alive this long counts as recovered: the next crash restarts at once again. */
const STABLE_MS = 60_000

/**
 * Starts a process, waits until it is ready and starts it again whenever it dies, with a growing delay.
 * @throws Error with the tail of its output when it never becomes ready.
 */
export async function superviseProcess(
  plan: ProcessPlan,
  report: (line: string) => void,
): Promise<SupervisedProcess> {
  let stopping = false
  let child: ChildProcess | undefined
  let delay = 250
  let tail: string[] = []
  let said = !plan.says

  const launch = () => {
    const startedAt = Date.now()
    const log = createWriteStream(plan.logFile, { flags: 'a' })
    // Detached: Ctrl-C reaches the supervisor alone, which then stops the parts in order.
    child = spawn(
      process.execPath,
      ['--import', 'tsx', '--import', exitWithParent, plan.entry, ...(plan.args ?? [])],
      {
        cwd: plan.cwd,
        env: plan.env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      },
    )
    for (const stream of [child.stdout, child.stderr]) {
      stream?.pipe(log, { end: false })
      stream?.on('data', (chunk: Buffer) => {
        tail = [...tail, ...chunk.toString().split('\n').filter(Boolean)].slice(-12)
        said ||= plan.says?.test(tail.join('\n')) ?? false
      })
    }
    child.once('exit', (code, signal) => {
      log.end()
      if (stopping) return
      if (Date.now() - startedAt > STABLE_MS) delay = 250
      report(`${plan.name} stopped (${signal ?? `exit ${code}`}); starting it again. Log: ${plan.logFile}`)
      setTimeout(() => !stopping && launch(), delay)
      delay = Math.min(delay * 2, MAX_RESTART_DELAY_MS)
    })
  }

  const stop = async () => {
    stopping = true
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill('SIGTERM')
    const kill = setTimeout(() => running.kill('SIGKILL'), plan.stopWithinMs)
    await gone
    clearTimeout(kill)
  }

  launch()
  const deadline = Date.now() + plan.readyWithinMs
  while (!(said && (await plan.isReady()))) {
    const died = child?.exitCode !== null && child?.exitCode !== undefined
    if (died || Date.now() > deadline) {
      await stop()
      throw new Error(
        `${plan.name} did not start.\n${tail.map((line) => `  ${line}`).join('\n')}\nLog: ${plan.logFile}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return { name: plan.name, stop }
}
