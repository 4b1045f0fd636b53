import { LRUCache } from 'lru-cache'
import type { ClipClient } from './clip-client'

/** 2,000 × 512 float32 are 4 MB. */
const ENTRIES = 2_000

/**
 * Remembers text vectors by model and text. A search box that answers as you type asks for the same words again with
 * every page, filter and return; callers that ask at the same moment share one request.
 */
export function cacheTextVectors(client: ClipClient): ClipClient {
  const cache = new LRUCache<string, ReturnType<ClipClient['embedText']>>({ max: ENTRIES })
  return {
    ...client,
    async embedText(text, signal) {
      const { id } = await client.model()
      const key = `${id}\n${text}`
      let answer = cache.get(key)
      if (!answer) {
        // Without the caller's signal: one who gives up must not take the answer from the others.
        const asked = client.embedText(text)
        answer = asked
        cache.set(key, asked)
        asked.then(
          ({ model }) => model !== id && cache.delete(key),
          () => cache.delete(key),
        )
      }
      return signal ? race(answer, signal) : answer
    },
  }
}

function race<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
