import { fetcher } from '@uppy/utils'
import { readUploadAnswer, type UploadAnswer } from './upload-item'
import type { SendFile } from './upload-queue'

/** A restarting server or proxy: worth the transport's own short retries. Everything else is an answer. */
const PASSING = new Set([0, 502, 503, 504])

/** Sends one file to `POST /api/photos`: the batch first, so that the server knows it when the file begins. */
export const sendFile: SendFile = async ({ file, batchId }, { signal, onProgress }) => {
  const body = new FormData()
  body.append('batchId', batchId)
  body.append('file', file, file.name)
  const requests: XMLHttpRequest[] = []
  try {
    await fetcher('/api/photos', {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      signal,
      retries: 3,
      shouldRetry: (xhr) => PASSING.has(xhr.status) && navigator.onLine,
      onBeforeRequest: (xhr) => void requests.push(xhr),
      onUploadProgress: (event) => onProgress(event.loaded),
    })
  } catch (error) {
    // An answer outside 2xx is thrown too; it is read below like any other.
    if (!(error instanceof Error)) throw error
  }
  return answerOf(requests.at(-1))
}

function answerOf(request: XMLHttpRequest | undefined): UploadAnswer {
  if (!request) return readUploadAnswer(0, '')
  const retryAfter = request.status === 429 ? request.getResponseHeader('retry-after') : null
  return readUploadAnswer(request.status, request.status === 0 ? '' : request.responseText, retryAfter)
}
