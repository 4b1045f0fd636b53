import type { UploadItem, UploadState } from './upload-item'

export interface UploadTotals {
  files: number
  /** Files whose upload is over, whichever way. */
  finished: number
  bytes: number
  sentBytes: number
  counts: Record<UploadState, number>
}

export function totalUploads(items: Iterable<UploadItem>): UploadTotals {
  const counts: Record<UploadState, number> = {
    queued: 0,
    sending: 0,
    added: 0,
    duplicate: 0,
    refused: 0,
    failed: 0,
  }
  let files = 0
  let bytes = 0
  let sentBytes = 0
  for (const item of items) {
    files += 1
    counts[item.state] += 1
    bytes += item.size
    sentBytes += item.state === 'queued' || item.state === 'sending' ? item.sentBytes : item.size
  }
  return { files, finished: files - counts.queued - counts.sending, bytes, sentBytes, counts }
}

export interface RateSample {
  at: number
  bytes: number
  files: number
}

export interface UploadRate {
  bytesPerSecond: number
  filesPerSecond: number
}

const WINDOW_MS = 10_000

/** Drops what is older than ten seconds, so that the rate follows a connection that changes. */
export function addSample(samples: readonly RateSample[], sample: RateSample): RateSample[] {
  return [...samples.filter(({ at }) => sample.at - at <= WINDOW_MS), sample]
}

/** Undefined until a second has passed: an estimate from less jumps about. */
export function rateOf(samples: readonly RateSample[]): UploadRate | undefined {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < 1000) return undefined
  const seconds = (last.at - first.at) / 1000
  return {
    bytesPerSecond: Math.max(0, (last.bytes - first.bytes) / seconds),
    filesPerSecond: Math.max(0, (last.files - first.files) / seconds),
  }
}

/** Seconds to the end: by bytes or by files, whichever takes longer; many small files are bound by their number. */
export function secondsLeft(totals: UploadTotals, rate: UploadRate | undefined): number | undefined {
  if (!rate) return undefined
  const byBytes = (totals.bytes - totals.sentBytes) / rate.bytesPerSecond
  const byFiles = (totals.files - totals.finished) / rate.filesPerSecond
  const known = [byBytes, byFiles].filter((seconds) => Number.isFinite(seconds))
  return known.length > 0 ? Math.max(...known) : undefined
}
