import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { sharedData } from '../test/helpers/pictures.ts'
import { formCall, jsonCall, load, median, percentile } from './load.ts'
import type { BenchSettings } from './run.ts'
import type { Child } from './start-child.ts'

/** Reading takes as long as a picture has text: each kind by itself. */
const KINDS = [
  { name: 'clothes, hardly any text', folder: 'originals/clothing' },
  { name: 'packages on a shelf', folder: 'originals/grocery/Packages' },
  { name: 'packages, 160 pixels wide', folder: 'grocery/train/Packages' },
  { name: 'labels, some full of small print', folder: 'originals/abo' },
]
const MOST = 50

/**
 * What reading the text in photos costs: one caller, each picture alone, against embedding the same pictures; a text
 * query beside a caller who reads without end; resident memory over 300 pictures.
 */
export async function measureRead(service: Child, settings: BenchSettings): Promise<void> {
  const { say } = settings
  const all: Buffer[] = []
  const unread = service.residentMegabytes()
  for (const { name, folder } of KINDS) {
    const photos = await photosIn(folder)
    if (photos.length === 0) continue
    all.push(...photos)
    const reads = photos.map((photo) => formCall(photo, '/read/image'))
    const embeds = photos.map((photo) => formCall(photo))
    // The first pictures of a shape also pay for the runtime's plan of it.
    await load(service.url, reads, { callers: 1, requests: photos.length })
    const read = await timed(service, reads)
    const embed = await timed(service, embeds)
    say(
      `   ${name}: ${photos.length} photos, read p50 ${percentile(read.latencies, 0.5).toFixed(0)}, p95 ${percentile(read.latencies, 0.95).toFixed(0)}, longest ${percentile(read.latencies, 1).toFixed(0)} ms; processor ${read.cpu.toFixed(0)} ms a photo, ${(read.cpu / embed.cpu).toFixed(1)} times embedding it`,
    )
  }
  if (all.length === 0) return
  await textBeside(service, all, settings)
  const sizes = [service.residentMegabytes()]
  for (let hundred = 1; hundred <= 3; hundred++) {
    await load(
      service.url,
      all.map((photo) => formCall(photo, '/read/image')),
      { callers: 2, requests: 100 },
    )
    sizes.push(service.residentMegabytes())
  }
  const list = sizes.map((size) => size.toFixed(0)).join(', ')
  say(
    `   resident memory before any reading ${unread.toFixed(0)}, before and after each hundred of 300 more photos ${list} MB`,
  )
}

async function timed(service: Child, calls: ReturnType<typeof formCall>[]) {
  const before = service.cpuSeconds()
  const { latencies } = await load(service.url, calls, { callers: 1, requests: calls.length })
  return { latencies, cpu: (1000 * (service.cpuSeconds() - before)) / calls.length }
}

async function textBeside(service: Child, photos: Buffer[], settings: BenchSettings): Promise<void> {
  const { say, seconds, rounds } = settings
  const texts = [jsonCall('/embed/text', { text: 'red striped t-shirt', encoding: 'base64' })]
  const one = { callers: 1, seconds, pauseMs: 5 }
  const reads = photos.map((photo) => formCall(photo, '/read/image'))
  await load(service.url, texts, { callers: 1, requests: 100 })
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const idle = (await load(service.url, texts, one)).latencies
    const controller = new AbortController()
    const bulk = load(service.url, reads, { callers: 4, signal: controller.signal })
    const busy = (await load(service.url, texts, one)).latencies
    controller.abort()
    await bulk
    ratios.push(percentile(busy, 0.95) / percentile(idle, 0.95))
    say(
      `   round ${round}: text p95 idle ${percentile(idle, 0.95).toFixed(1)}, beside four readers ${percentile(busy, 0.95).toFixed(1)} ms`,
    )
  }
  say(`   text p95 beside readers / idle: ${median(ratios).toFixed(2)}`)
}

/** The photos in a folder and below it, every n-th where there are many. */
async function photosIn(folder: string): Promise<Buffer[]> {
  const directory = sharedData(folder)
  if (!directory) return []
  const names = (await readdir(directory, { recursive: true }))
    .filter((name) => name.endsWith('.jpg'))
    .toSorted()
  const step = Math.ceil(names.length / MOST)
  return await Promise.all(
    names.filter((_, i) => i % step === 0).map((name) => readFile(path.join(directory, name))),
  )
}
