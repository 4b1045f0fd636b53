import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOnFreePort } from './start-on-free-port'
import { superviseProcess, type SupervisedProcess } from './supervise-process'

let folder: string
const started: SupervisedProcess[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recto-ports-'))
  await writeFile(
    join(folder, 'listen.mjs'),
    `import { createServer } from 'node:net'
     createServer().listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'))`,
  )
})
afterAll(async () => {
  for (const process of started) await process.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Its readiness check is content with whoever answers, as a look at a port is. */
const start = async (port: number) => {
  started.push(
    await superviseProcess(
      {
        name: 'listener',
        entry: join(folder, 'listen.mjs'),
        args: [String(port)],
        env: { PATH: process.env.PATH },
        logFile: join(folder, 'log'),
        says: /listening/,
        isReady: async () => true,
        readyWithinMs: 60_000,
        stopWithinMs: 5_000,
      },
      () => {},
    ),
  )
}

it(
  'moves on when another program takes the port between the look and the start',
  { timeout: 120_000 },
  async () => {
    const rival = createServer()
    let first = 0
    const port = await startOnFreePort(0, async (free) => {
      if (first === 0) {
        first = free
        await once(rival.listen(free, '127.0.0.1'), 'listening')
      }
      await start(free)
    })
    expect((rival.address() as AddressInfo).port).toBe(first)
    expect(port).not.toBe(first)
    expect(started).toHaveLength(1)
    rival.close()
  },
)

it('keeps to errors that have nothing to do with ports', async () => {
  const broken = startOnFreePort(0, () => Promise.reject(new Error('no such file')))
  await expect(broken).rejects.toThrow('no such file')
})
