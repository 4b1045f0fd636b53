import { useCallback, useEffect, useRef } from 'react'
import { useLiveEvents } from '../live/use-live-events'

/** Two hundred photos can become ready in one embedding request: they are asked for together. */
const COLLECT_MS = 300
const MOST_AT_ONCE = 200

/**
 * Calls `refresh` with the ids of photos that changed, collected for a moment: an event only says that something
 * changed, `refresh` asks the server what. One refresh runs at a time: an older answer never comes after a newer one. A
 * failed one is tried again with the next event. `refreshAll` runs when events may have been missed: on every
 * connection, the first too, and while polling.
 */
export function useChangedPhotos(
  refresh: (ids: readonly string[]) => Promise<void>,
  refreshAll: () => void = () => {},
): void {
  const pending = useRef(new Set<string>())
  /** Set from the first event until its refresh has answered. */
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const mounted = useRef(true)
  const latest = useRef(refresh)
  useEffect(() => {
    latest.current = refresh
  }, [refresh])
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [])

  const flush = useCallback(function flush() {
    const ids = [...pending.current].slice(0, MOST_AT_ONCE)
    for (const id of ids) pending.current.delete(id)
    latest.current(ids).then(
      () => {
        timer.current =
          mounted.current && pending.current.size > 0 ? setTimeout(flush, COLLECT_MS) : undefined
      },
      () => {
        for (const id of ids) pending.current.add(id)
        timer.current = undefined
      },
    )
  }, [])

  useLiveEvents((events) => {
    for (const { kind, id } of events) if (kind === 'photo') pending.current.add(id)
    if (pending.current.size > 0) timer.current ??= setTimeout(flush, COLLECT_MS)
  }, refreshAll)
}
