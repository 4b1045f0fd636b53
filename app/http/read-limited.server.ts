import type { Readable } from 'node:stream'
import { AppError, isAppError } from '~/platform/errors'

/** A whole stream in memory, for small files only. @throws AppError FILE_TOO_LARGE, UPLOAD_INCOMPLETE */
export async function readLimited(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) {
        const most = Math.floor(maxBytes / 1048576)
        throw new AppError('FILE_TOO_LARGE', `The file is larger than ${most} MiB.`, {
          details: { limit: maxBytes },
        })
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (isAppError(error)) throw error
    throw new AppError('UPLOAD_INCOMPLETE', 'The upload broke off before the file was complete.', {
      cause: error,
    })
  }
  return Buffer.concat(chunks)
}
