/** One event of the stream at /events: something with this id changed; `*` when so many did that no list was made. */
export interface LiveEvent {
  kind: string
  id: string
  status?: string
  [detail: string]: unknown
}

export interface LiveListener {
  onEvents(events: LiveEvent[]): void
  /** Events may have been missed: look at everything again. Called on every connection and while polling. */
  onRefetch(): void
}

export type LiveMode = 'connecting' | 'live' | 'polling'

/** Failed connections in a row after which a proxy is taken to cut streams. */
const GIVE_UP_AFTER = 3
const POLL_MS = 4_000
/** While polling, look now and then whether the stream works again. */
const TRY_AGAIN_MS = 60_000

/**
 * The page's one event stream, shared by all who listen: browsers allow few connections to a host over HTTP/1.1. Falls
 * back to telling everybody to refetch every few seconds where the stream is cut.
 */
function createLiveConnection(url: string) {
  const listeners = new Set<LiveListener>()
  const modeListeners = new Set<() => void>()
  let source: EventSource | null = null
  let failures = 0
  let mode: LiveMode = 'connecting'
  let timer: ReturnType<typeof setInterval> | undefined

  const setMode = (next: LiveMode) => {
    if (mode === next) return
    mode = next
    for (const notify of modeListeners) notify()
  }
  const refetch = () => {
    for (const listener of listeners) listener.onRefetch()
  }
  const poll = () => {
    source?.close()
    source = null
    setMode('polling')
    clearInterval(timer)
    const since = Date.now()
    timer = setInterval(() => {
      if (document.visibilityState === 'visible') refetch()
      if (Date.now() - since > TRY_AGAIN_MS) {
        clearInterval(timer)
        open()
      }
    }, POLL_MS)
  }
  const open = () => {
    if (typeof EventSource === 'undefined') return poll()
    const stream = new EventSource(url)
    source = stream
    stream.addEventListener('hello', () => {
      failures = 0
      setMode('live')
      refetch()
    })
    stream.addEventListener('refetch', refetch)
    stream.addEventListener('changes', (message: MessageEvent<string>) => {
      const events = JSON.parse(message.data) as LiveEvent[]
      for (const listener of listeners) listener.onEvents(events)
    })
    stream.onerror = () => {
      failures += 1
      if (mode === 'live') setMode('connecting')
      if (failures >= GIVE_UP_AFTER || stream.readyState === EventSource.CLOSED) poll()
    }
  }
  const close = () => {
    source?.close()
    source = null
    clearInterval(timer)
    failures = 0
    setMode('connecting')
  }

  return {
    listen(listener: LiveListener): () => void {
      listeners.add(listener)
      if (listeners.size === 1) open()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) close()
      }
    },
    mode: () => mode,
    onMode(notify: () => void): () => void {
      modeListeners.add(notify)
      return () => modeListeners.delete(notify)
    },
  }
}

let shared: ReturnType<typeof createLiveConnection> | undefined

/** Browser only. */
export function liveConnection() {
  return (shared ??= createLiveConnection('/events'))
}
