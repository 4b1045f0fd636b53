import PQueue from 'p-queue'
import {
  addSample,
  rateOf,
  totalUploads,
  type RateSample,
  type UploadRate,
  type UploadTotals,
} from './measure-uploads'
import { newId } from './new-id'
import type { UploadAnswer, UploadItem } from './upload-item'

/** Why nothing is sent: the person asked, the session ended, the network is gone, or the server asked us to wait. */
export type PauseReason = 'person' | 'signed-out' | 'offline' | 'busy'

export interface UploadSnapshot {
  items: readonly UploadItem[]
  totals: UploadTotals
  rate: UploadRate | undefined
  paused: PauseReason | undefined
  /** Files still to go, paused or not: closing the page now would lose them. */
  active: boolean
}

export interface QueuedFile {
  file: File
  path: string
}

export type SendFile = (
  file: QueuedFile & { batchId: string },
  options: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
) => Promise<UploadAnswer>

export const emptySnapshot: UploadSnapshot = {
  items: [],
  totals: totalUploads([]),
  rate: undefined,
  paused: undefined,
  active: false,
}

const PARALLEL = 4
/** Files taken into the list between two frames: a folder of 5,000 must not freeze the page. */
const CHUNK = 250
const NOTIFY_MS = 120

interface Entry {
  item: UploadItem
  source: QueuedFile & { batchId: string }
  abort: AbortController
}

/**
 * The upload queue of one browser tab: four files at a time, the rest in order. It knows no DOM and no HTTP: `send`
 * moves one file. A `File` is a handle, not its bytes, so memory stays flat however many pass through.
 *
 * Why not Uppy's core: it copies its whole state for each file added (5,000 files blocked for 64 s, measured) and
 * sends refused files again with every new batch. Its folder reader and its transport are used.
 */
export class UploadQueue {
  readonly #send: SendFile
  readonly #isOnline: () => boolean
  readonly #queue = new PQueue({ concurrency: PARALLEL })
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<() => void>()
  #snapshot = emptySnapshot
  #samples: RateSample[] = []
  #paused: PauseReason | undefined
  #batchId = ''
  #notifying: ReturnType<typeof setTimeout> | undefined
  #busyTimer: ReturnType<typeof setTimeout> | undefined

  constructor(send: SendFile, isOnline: () => boolean = () => true) {
    this.#send = send
    this.#isOnline = isOnline
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  getSnapshot = (): UploadSnapshot => this.#snapshot

  /** Files that are queued or on their way already (same path, size and time) are not taken twice. */
  async add(files: readonly QueuedFile[]): Promise<void> {
    if (!this.#isActive()) {
      // One batch is one job that people watch; what is added while it runs joins it.
      this.#batchId = newId()
      this.#samples = []
    }
    for (let start = 0; start < files.length; start += CHUNK) {
      for (const file of files.slice(start, start + CHUNK)) this.#addOne(file)
      this.#changed()
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
  }

  pause(reason: PauseReason = 'person'): void {
    this.#paused = reason
    this.#queue.pause()
    this.#changed()
  }

  resume(): void {
    clearTimeout(this.#busyTimer)
    this.#paused = undefined
    this.#samples = []
    this.#queue.start()
    this.#changed()
  }

  /** Failed files only: refused ones would be refused again. */
  retryFailed(): void {
    for (const entry of this.#entries.values()) {
      if (entry.item.state !== 'failed') continue
      this.#update(entry, { state: 'queued', sentBytes: 0, problem: undefined })
      this.#enqueue(entry)
    }
    if (this.#paused !== 'person') this.resume()
  }

  /** The file of an entry, for its preview. */
  fileOf(id: string): File | undefined {
    return this.#entries.get(id)?.source.file
  }

  remove(id: string): void {
    this.#entries.get(id)?.abort.abort()
    this.#entries.delete(id)
    this.#changed()
  }

  /** Forgets every file that is over; what is still to go stays. */
  clearFinished(): void {
    for (const [id, { item }] of this.#entries) {
      if (item.state !== 'queued' && item.state !== 'sending') this.#entries.delete(id)
    }
    this.#changed()
  }

  cancelAll(): void {
    for (const [id, { item, abort }] of this.#entries) {
      if (item.state !== 'queued' && item.state !== 'sending') continue
      abort.abort()
      this.#entries.delete(id)
    }
    this.#queue.clear()
    this.resume()
  }

  #addOne(source: QueuedFile): void {
    const { file, path } = source
    const id = `${path}|${file.size}|${file.lastModified}`
    const known = this.#entries.get(id)?.item.state
    if (known === 'queued' || known === 'sending') return
    // A finished file dropped again goes to the end of the list, as a person expects of a new drop.
    this.#entries.delete(id)
    const entry: Entry = {
      item: { id, name: file.name, path, size: file.size, state: 'queued', sentBytes: 0 },
      source: { ...source, batchId: this.#batchId },
      abort: new AbortController(),
    }
    this.#entries.set(id, entry)
    this.#enqueue(entry)
  }

  #enqueue(entry: Entry, first = false): void {
    void this.#queue.add(() => this.#upload(entry), { priority: first ? 1 : 0 })
  }

  async #upload(entry: Entry): Promise<void> {
    const { id } = entry.item
    if (this.#entries.get(id) !== entry) return
    this.#update(entry, { state: 'sending', sentBytes: 0 })
    const answer = await this.#send(entry.source, {
      signal: entry.abort.signal,
      onProgress: (sentBytes) => this.#update(entry, { sentBytes: Math.min(sentBytes, entry.item.size) }),
    })
    if (this.#entries.get(id) !== entry) return
    switch (answer.kind) {
      case 'signed-out':
        return this.#waitFor(entry, 'signed-out')
      case 'busy':
        clearTimeout(this.#busyTimer)
        // Whoever has paused meanwhile, or was signed out, goes on when they say so.
        this.#busyTimer = setTimeout(
          () => this.#paused === 'busy' && this.resume(),
          answer.retryAfterSeconds * 1000,
        )
        return this.#waitFor(entry, 'busy')
      case 'added':
      case 'duplicate':
        return this.#update(entry, { state: answer.kind, photoId: answer.photoId })
      default:
        if (answer.problem.code === 'CONNECTION_LOST' && !this.#isOnline())
          return this.#waitFor(entry, 'offline')
        this.#update(entry, { state: answer.kind, problem: answer.problem })
    }
  }

  /** Puts the file back to the front of the queue and stops sending until somebody resumes. */
  #waitFor(entry: Entry, reason: PauseReason): void {
    if (this.#paused !== 'person') this.pause(reason)
    this.#update(entry, { state: 'queued', sentBytes: 0 })
    this.#enqueue(entry, true)
  }

  #update(entry: Entry, change: Partial<UploadItem>): void {
    entry.item = { ...entry.item, ...change }
    this.#changed()
  }

  #isActive(): boolean {
    for (const { item } of this.#entries.values()) {
      if (item.state === 'queued' || item.state === 'sending') return true
    }
    return false
  }

  /** Progress events come by the hundred; people see eight changes a second. */
  #changed(): void {
    this.#notifying ??= setTimeout(() => {
      this.#notifying = undefined
      const items = Array.from(this.#entries.values(), ({ item }) => item)
      const totals = totalUploads(items)
      const active = totals.finished < totals.files
      this.#samples = addSample(this.#samples, {
        at: Date.now(),
        bytes: totals.sentBytes,
        files: totals.finished,
      })
      const rate = active && !this.#paused ? rateOf(this.#samples) : undefined
      this.#snapshot = { items, totals, rate, paused: active ? this.#paused : undefined, active }
      for (const listener of this.#listeners) listener()
    }, NOTIFY_MS)
  }
}
