/**
 * Thumbnails: p95 latency with 100 requests in flight, signed in, against express.static over the same files and
 * against the floor, a bare node:http server that answers one thumbnail from memory, in the same run. Servers, database and client have a process each.
 *
 * "100 in flight" two ways. Closed: each of 100 connections asks again as soon as it is answered, so the latency is 100
 * divided by what server and client manage together on this machine. Paced: the same 100 connections, each asking every
 * 50 ms, as 100 people who scroll: the latency they see.
 *
 *   npm run bench:thumbnails
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const IN_FLIGHT = 100
const REQUESTS = 2_000
const PHOTOS = 40
/** Paced: pause between the starts of two requests of a connection; 2,000 a second in all. */
const PACE_MS = 50

/** Answers with the processor time of this process so far. */
process.on('message', () => process.send?.(process.cpuUsage()))

interface Target {
  url: string
  paths: string[]
  headers: Record<string, string>
}

const role = process.argv[2]
if (role === 'database') await serveDatabase()
else if (role === 'recto') await serveRecto(process.argv[3] ?? '')
else if (role === 'static') await serveStatic(process.argv[3] ?? '')
else if (role === 'floor') await serveFloor(process.argv[3] ?? '')
else await measure()

async function measure() {
  const [database, databaseProcess] = await start(['database'])
  const [recto, rectoProcess] = await start(['recto', database.url])
  const folder = recto.headers['x-folder'] ?? ''
  const [plain, plainProcess] = await start(['static', folder])
  plain.paths = recto.headers['x-files']?.split(' ') ?? []
  const [floor, floorProcess] = await start(['floor', `${folder}${plain.paths[0] ?? ''}`])
  const headers = { cookie: recto.headers.cookie ?? '' }
  const rows: Record<string, Record<string, number>> = {}
  // Alternating rounds: what else the machine does hits both alike. The first warms up and is not counted.
  const samples: Record<string, number[]> = {
    floor: [],
    'express.static': [],
    recto: [],
    'recto 304': [],
    'floor paced': [],
    'express.static paced': [],
    'recto paced': [],
  }
  const seconds: Record<string, number> = {}
  const cpu: Record<string, number> = {}
  const etag = await readEtag(recto, headers)
  for (let round = 0; round < 4; round += 1) {
    for (const [name, target, extra] of [
      ['floor', floor, {}],
      ['express.static', plain, {}],
      ['recto', recto, headers],
      ['recto 304', { ...recto, paths: recto.paths.slice(0, 1) }, { ...headers, 'if-none-match': etag }],
      ['floor paced', floor, {}],
      ['express.static paced', plain, {}],
      ['recto paced', recto, headers],
    ] as const) {
      const child = target === floor ? floorProcess : target === plain ? plainProcess : rectoProcess
      const before = await cpuOf(child)
      const { latencies, took } = await load(target, extra, name.endsWith('paced') ? PACE_MS : 0)
      if (round === 0) continue
      samples[name]?.push(...latencies)
      seconds[name] = (seconds[name] ?? 0) + took
      cpu[name] = (cpu[name] ?? 0) + (await cpuOf(child)) - before
    }
  }
  for (const [name, latencies] of Object.entries(samples)) {
    latencies.sort((a, b) => a - b)
    const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2))
    rows[name] = {
      'p50 ms': at(0.5),
      'p95 ms': at(0.95),
      'p99 ms': at(0.99),
      'CPU µs/request': Math.round((cpu[name] ?? 0) / latencies.length),
      'requests/s': Math.round(latencies.length / (seconds[name] ?? 1)),
    }
  }
  console.table(rows)
  const work = (rows.recto?.['CPU µs/request'] ?? 0) / (rows['express.static']?.['CPU µs/request'] ?? 1)
  console.log(`CPU of Recto / express.static per request: ${work.toFixed(2)} (holds on a busy machine too)`)
  const ratio = (rows.recto?.['p95 ms'] ?? 0) / (rows['express.static']?.['p95 ms'] ?? 1)
  console.log(`p95 of Recto / express.static at ${IN_FLIGHT} in flight: ${ratio.toFixed(2)}`)
  floorProcess.kill()
  rectoProcess.kill()
  plainProcess.kill()
  databaseProcess.kill()
}

async function start(args: string[]): Promise<[Target, ChildProcess]> {
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--import', 'tsx'] })
  const [target] = (await once(child, 'message')) as [Target]
  return [target, child]
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

async function load(target: Target, headers: Record<string, string>, paceMs: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const latencies: number[] = []
  let next = 0
  const began = performance.now()
  const visitor = async (visitorIndex: number) => {
    for (let turn = 0; next < REQUESTS; turn += 1) {
      // Spread over the pause; who is late asks at once.
      const due = began + paceMs * (turn + visitorIndex / IN_FLIGHT)
      if (paceMs > 0) await sleep(Math.max(0, due - performance.now()))
      const path = target.paths[next % target.paths.length] ?? '/'
      next += 1
      const sent = performance.now()
      await request(target.url + path, agent, headers)
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => visitor(index)))
  agent.destroy()
  return { latencies, took: (performance.now() - began) / 1000 }
}

function request(
  url: string,
  agent: Agent,
  headers: Record<string, string>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200 && answer.statusCode !== 304)
        reject(new Error(`${url}: ${answer.statusCode}`))
      answer.resume()
      answer.once('end', () => resolve(answer.headers))
    }).once('error', reject)
  })
}

async function readEtag(target: Target, headers: Record<string, string>): Promise<string> {
  const answer = await request(target.url + (target.paths[0] ?? ''), new Agent(), headers)
  return String(answer.etag)
}

/** Recto's own server with photos that are processed, and a signed-in customer. */
async function serveRecto(databaseUrl: string) {
  const { Readable } = await import('node:stream')
  const { default: sharp } = await import('sharp')
  const { serveRoutes } = await import('~tests/helpers/serve-routes')
  const { processPhoto } = await import('~tests/helpers/process-photo')
  const { mediaUrl } = await import('~/domain/photos/photo-view')
  const { storageKey } = await import('~/domain/photos/storage-keys')
  const { storePhoto } = await import('~/domain/photos/store-photo.server')
  const web = await serveRoutes({}, {}, { url: databaseUrl, embedded: true, drop: () => Promise.resolve() })
  const { browser, actor } = await web.signIn('customer')
  const paths: string[] = []
  const files: string[] = []
  for (let made = 0; made < PHOTOS; made += 1) {
    const picture = sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#777',
        noise: { type: 'gaussian', mean: 120, sigma: 20 },
      },
    })
    const stream = Readable.from([await picture.jpeg().toBuffer()])
    const { photo } = await storePhoto(web.app, actor, { stream, fileName: `${made}.jpg` })
    await processPhoto(web.app, photo.id)
    paths.push(mediaUrl(photo, 'thumb'))
    const row = await web.app.db.prisma.photo.findUniqueOrThrow({ where: { id: photo.id } })
    files.push(`/${storageKey(row, 'thumb')}`)
  }
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'x-folder': `${web.folder}/storage`, 'x-files': files.join(' ') }
  process.send?.({ url: web.url, paths, headers } satisfies Target)
  process.once('SIGTERM', () => void web.close().then(() => process.exit()))
}

/** PGlite in a process of its own, as the product runs it. */
async function serveDatabase() {
  const { servePglite } = await import('~/platform/db/pglite/serve-pglite.server')
  const { migrate } = await import('~tests/helpers/migrate')
  const { url } = await servePglite({})
  await migrate(url, true)
  process.send?.({ url, paths: [], headers: {} } satisfies Target)
}

/** What Node and this client can do together: nothing is looked up, nothing is read. */
async function serveFloor(file: string) {
  const bytes = await readFile(file)
  const headers = { 'content-type': 'image/webp', 'content-length': bytes.length }
  const server = createServer((_req, res) => res.writeHead(200, headers).end(bytes))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.send?.({ url, paths: ['/'], headers: {} } satisfies Target)
}

async function serveStatic(folder: string) {
  const { default: express } = await import('express')
  const server = createServer(express().use(express.static(folder, { immutable: true, maxAge: '1y' })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.send?.({ url, paths: [], headers: {} } satisfies Target)
}
