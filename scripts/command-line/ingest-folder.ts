import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { listFailedItems, readBatchProgress } from '~/domain/jobs/read-batch-progress.server'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { AppError, toAppError } from '~/platform/errors'
import { runEach } from '~/platform/run-each'
import { listFiles } from './list-files'
import type { Library } from './open-library'

export interface IngestReport {
  added: number
  duplicates: number
  refused: { file: string; code: string; reason: string }[]
  seconds: number
}

export interface IngestProgress {
  phase: 'storing' | 'reading'
  done: number
  total: number
  /** Why it waits, when it does. */
  reason: string | null
}

/** Files read at once; the database and the disk are the limit, not the processor. */
const STORE_CONCURRENCY = 8
const POLL_MS = 100

/**
 * Takes a folder in, as the upload page would, and waits until the worker has read every photo.
 * A file that is refused or cannot be read is in the report; it never stops the others.
 */
export async function ingestFolder(
  { ctx, actor }: Pick<Library, 'ctx' | 'actor'>,
  folder: string,
  onProgress: (progress: IngestProgress) => void,
): Promise<IngestReport> {
  const started = performance.now()
  const files = await listFiles(folder)
  const batchId = randomUUID()
  const names = new Map<string, string>()
  const report: IngestReport = { added: 0, duplicates: 0, refused: [], seconds: 0 }
  let stored = 0

  const store = async (file: string) => {
    try {
      const stream = createReadStream(join(folder, file))
      const { status, photo } = await storePhoto(ctx, actor, { stream, fileName: file, batchId })
      if (status === 'added') report.added += 1
      else report.duplicates += 1
      // Two files with the same bytes are one photo: the first name stands for it in the report.
      if (!names.has(photo.id)) names.set(photo.id, file)
    } catch (thrown) {
      const error = toAppError(thrown)
      // Not the file's fault: every other one would fail the same way.
      if (error.status >= 500) throw error
      report.refused.push({ file, code: error.code, reason: error.message })
    }
    onProgress({ phase: 'storing', done: ++stored, total: files.length, reason: null })
  }
  await runEach(files, STORE_CONCURRENCY, store)

  for (;;) {
    const batch = await readBatchProgress(ctx, actor, 'ingest-photos', batchId)
    onProgress({
      phase: 'reading',
      done: batch.done + batch.failed,
      total: batch.total,
      reason: batch.reason,
    })
    if (!batch.open) break
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  for (const item of await listFailedItems(ctx, actor, 'ingest-photos', batchId)) {
    report.added -= 1
    report.refused.push({ file: names.get(item.key) ?? item.key, code: item.code, reason: item.message })
  }
  report.seconds = Math.round((performance.now() - started) / 10) / 100
  return report
}

/** What to print for a thrown value: the message and what to do about it. */
export function explain(thrown: unknown): { code: string; message: string; hint: string } {
  const error = thrown instanceof AppError ? thrown : toAppError(thrown)
  const message = error.code === 'INTERNAL' && thrown instanceof Error ? thrown.message : error.message
  return { code: error.code, message, hint: error.hint }
}
