import { useEffect, useState } from 'react'
import { getJson, messageOf } from './ask-server'

/**
 * What a resource route answers, for a part of a page. A fetcher's error takes the place of the whole page; here it is
 * a sentence that the part shows itself. `undefined` asks for nothing; `restMs` waits until the url rests, for what
 * changes with every key. What was loaded stays while the next is on its way; another `version` asks again.
 */
export function useLoaded<Answer>(
  url: string | undefined,
  { restMs = 0, version }: { restMs?: number; version?: string } = {},
): { data: Answer | undefined; problem: string | undefined } {
  const [loaded, setLoaded] = useState<{ data?: Answer; problem?: string }>({})
  useEffect(() => {
    if (url === undefined) return
    setLoaded((before) => (before.problem === undefined ? before : { data: before.data }))
    const controller = new AbortController()
    const timer = setTimeout(() => {
      getJson<Answer>(url, controller.signal).then(
        (data) => controller.signal.aborted || setLoaded({ data }),
        (error: unknown) =>
          controller.signal.aborted || setLoaded(({ data }) => ({ data, problem: messageOf(error) })),
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [url, restMs, version])
  return { data: loaded.data, problem: loaded.problem }
}
