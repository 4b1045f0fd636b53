import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useNavigation, useRevalidator } from '@remix-run/react'
import { liveConnection, type LiveEvent, type LiveMode } from './live-connection'

/**
 * Calls back with what changed on the server, at most four times a second. `onRefetch` runs whenever events may have
 * been missed (on every connection, and every few seconds where streams are cut): fetch the current state there.
 */
export function useLiveEvents(onEvents: (events: LiveEvent[]) => void, onRefetch: () => void): void {
  const latest = useRef({ onEvents, onRefetch })
  useEffect(() => {
    latest.current = { onEvents, onRefetch }
  })
  useEffect(
    () =>
      liveConnection().listen({
        onEvents: (events) => latest.current.onEvents(events),
        onRefetch: () => latest.current.onRefetch(),
      }),
    [],
  )
}

/**
 * Loads the page's data again when something of these kinds changes, at most once in `everyMs`; with `ids`, only for
 * those things.
 */
export function useLiveRevalidation(
  kinds: string[],
  options: { ids?: string[]; everyMs?: number } = {},
): void {
  const revalidator = useRevalidator()
  const navigation = useNavigation()
  // A revalidation starts a navigation anew that is under way, and cuts off one of its own: where loading takes longer
  // than events come apart, neither would ever end.
  const busy = useRef(false)
  useEffect(() => {
    busy.current = navigation.state !== 'idle' || revalidator.state !== 'idle'
  }, [navigation.state, revalidator.state])
  const state = useRef({
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    last: 0,
  })
  const everyMs = options.everyMs ?? 1_000

  const schedule = () => {
    const { current } = state
    if (current.timer) return
    const wait = Math.max(0, current.last + everyMs - Date.now())
    current.timer = setTimeout(() => {
      current.timer = undefined
      current.last = Date.now()
      if (busy.current) schedule()
      else if (document.visibilityState === 'visible') revalidator.revalidate()
    }, wait)
  }
  useEffect(() => {
    const { current } = state
    // A page in the background loads nothing; when it is looked at again it shows the present.
    const onVisible = () => document.visibilityState === 'visible' && schedule()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      clearTimeout(current.timer)
      current.timer = undefined
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- schedule reads refs only
  }, [])
  useLiveEvents(
    (events) => {
      const concerns = (event: LiveEvent) =>
        !options.ids || options.ids.includes(event.id) || event.id === '*'
      if (events.some((event) => kinds.includes(event.kind) && concerns(event))) schedule()
    },
    // On the first connection too: what changed between the page's own load and the stream's opening was told to nobody.
    schedule,
  )
}

/** Whether this page is told of changes at once or asks every few seconds. */
export function useLiveMode(): LiveMode {
  return useSyncExternalStore(
    (notify) => liveConnection().onMode(notify),
    () => liveConnection().mode(),
    () => 'connecting',
  )
}
