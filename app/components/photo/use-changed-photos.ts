import { useCallback, useEffect, useRef } from 'react'
import { useLiveEvents } from '../live/use-live-events'

/** Two hundred photos can become ready in one embedding request: they are asked for together. */
const COLLECT_MS = 300
const MOST_AT_ONCE = 200

/**
 * Calls `refresh` with the ids of photos that changed, collected for a moment: an event only says that something
 * changed, `refresh` asks the server what. A failed refresh is tried again with the next event. `refreshAll` runs when
 * events may have been missed (a laptop that slept, a cut stream).
 */
export function useChangedPhotos(
  refresh: (ids: readonly string[]) => Promise<void>,
  refreshAll: () => void,
): void {
  const pending = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const connected = useRef(false)
  const latest = useRef(refresh)
  useEffect(() => {
    latest.current = refresh
  }, [refresh])
  useEffect(() => () => clearTimeout(timer.current), [])

  const flush = useCallback(function flush() {
    const ids = [...pending.current].slice(0, MOST_AT_ONCE)
    for (const id of ids) pending.current.delete(id)
    latest.current(ids).catch(() => {
      for (const id of ids) pending.current.add(id)
    })
    timer.current = pending.current.size > 0 ? setTimeout(flush, COLLECT_MS) : undefined
  }, [])

  useLiveEvents(
    (events) => {
      for (const { kind, id } of events) if (kind === 'photo') pending.current.add(id)
      if (pending.current.size > 0) timer.current ??= setTimeout(flush, COLLECT_MS)
    },
    () => {
      // The first connection follows the page's own load.
      if (connected.current) refreshAll()
      connected.current = true
    },
  )
}
