import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface Child {
  process: ChildProcess
  url: string
  /** From spawning the process to its first right answer. */
  readySeconds: number
  residentMegabytes(): number
  /** Processor seconds of all its threads so far. */
  cpuSeconds(): number
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts a script of this package as a process of its own and waits until `/ready` answers 200. */
export async function startChild(script: string, env: Record<string, string>): Promise<Child> {
  const port = await freePort()
  const started = performance.now()
  const settings = { HOST: '127.0.0.1', PORT: String(port), CLIP_LOG_LEVEL: 'warn', ...env }
  // `env` adds these to the caller's own, a tuning variable such as CLIP_BATCH_SIZE, and becomes node: one process id.
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  const child = spawn('env', [...assignments, process.execPath, '--import', 'tsx', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`)
    const status = await fetch(`${url}/ready`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    process: child,
    url,
    readySeconds: (performance.now() - started) / 1000,
    residentMegabytes: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    cpuSeconds: () => cpuSeconds(child.pid),
    async stop() {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

/** User and system time of a process from the kernel's accounting, in hundredths of a second. */
export function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
