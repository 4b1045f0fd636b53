/**
 * Thumbnails: p95 latency with 100 requests in flight, signed in, against express.static over the same files and
 * against the floor, a bare node:http server that answers one thumbnail from memory, in the same run. Servers, database
 * and client have a process each.
 *
 * Each of 100 connections asks again as soon as it is answered, so the latency is 100 divided by what server and client
 * manage together on this machine. The client is the embedding service's own, which writes and reads bare sockets,
 * because on two cores it counts: node:http costs it 100 µs of processor time a request, undici 40, which is more than
 * the bare server takes to answer.
 *
 *   npm run bench:thumbnails
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { load } from '../services/clip-embeddings/bench/load'

const IN_FLIGHT = 100
const REQUESTS = 20_000
const PHOTOS = 40

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
  // In turns: what else the machine does hits all alike. The first two rounds warm up, of the others the median counts.
  const rounds: Record<string, Figures[]> = {}
  for (let round = -2; round < 7; round += 1) {
    for (const [name, target, child, extra] of [
      ['floor', floor, floorProcess, {}],
      ['express.static', plain, plainProcess, {}],
      ['recto', recto, rectoProcess, headers],
    ] as const) {
      const before = await cpuOf(child)
      const { latencies, perSecond } = await measureOnce(target, extra)
      const cpu = (await cpuOf(child)) - before
      if (round >= 0) (rounds[name] ??= []).push(describe(latencies, perSecond, cpu))
    }
  }
  const rows = Object.fromEntries(
    Object.entries(rounds).map(([name, figures]) => [name, medianOf(figures)] as const),
  )
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

interface Figures {
  'p50 ms': number
  'p95 ms': number
  'p99 ms': number
  'CPU µs/request': number
  'requests/s': number
}

function describe(latencies: number[], perSecond: number, cpu: number): Figures {
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? NaN
  return {
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'p99 ms': at(0.99),
    'CPU µs/request': cpu / latencies.length,
    'requests/s': perSecond,
  }
}

function medianOf(rounds: Figures[]): Figures {
  const middle = (name: keyof Figures) =>
    Number(
      (rounds.map((round) => round[name]).sort((a, b) => a - b)[rounds.length >> 1] ?? NaN).toPrecision(3),
    )
  return {
    'p50 ms': middle('p50 ms'),
    'p95 ms': middle('p95 ms'),
    'p99 ms': middle('p99 ms'),
    'CPU µs/request': middle('CPU µs/request'),
    'requests/s': middle('requests/s'),
  }
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

function measureOnce({ url, paths }: Target, headers: Record<string, string>) {
  const lines = Object.entries({ host: 'bench', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const calls = paths.map((path) => ({
    path,
    bytes: Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
  }))
  return load(url, calls, { callers: IN_FLIGHT, requests: REQUESTS })
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
    // Noise that makes thumbnails of 9 kB, what those of 92 real product photos have on average.
    const picture = sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#777',
        noise: { type: 'gaussian', mean: 120, sigma: 17 },
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
