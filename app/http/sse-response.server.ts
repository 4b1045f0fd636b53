import type { Actor } from '~/domain/auth/actor'
import type { EventHub } from './sse-hub.server'

/** Shorter than the minute after which proxies cut a silent connection. */
const HEARTBEAT_MS = 20_000
/** Bytes a slow browser may lag behind; above, its events gather in the hub, where newer ones replace older ones. */
const BUFFER_BYTES = 64 * 1024

/**
 * An event stream of what the actor may see. Events carry ids and numbers, not truth: there is no replay, a browser that
 * connects again refetches (`hello` and `refetch` tell it to).
 */
export function sseResponse(hub: EventHub, actor: Actor, signals: AbortSignal[]): Response {
  const encoder = new TextEncoder()
  const ends = AbortSignal.any(signals)
  let close = () => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: string, data: unknown) =>
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        const unsubscribe = hub.subscribe(actor, {
          deliver(events) {
            if ((controller.desiredSize ?? 0) <= 0) return false
            send('changes', events)
            return true
          },
          refetch: () => send('refetch', {}),
        })
        const heartbeat = setInterval(
          () => controller.enqueue(encoder.encode(': still here\n\n')),
          HEARTBEAT_MS,
        )
        close = () => {
          close = () => {}
          unsubscribe()
          clearInterval(heartbeat)
          try {
            controller.close()
          } catch {
            // The browser closed it first.
          }
        }
        ends.addEventListener('abort', () => close(), { once: true })
        if (ends.aborted) return close()
        controller.enqueue(encoder.encode('retry: 2000\n'))
        send('hello', {})
      },
      cancel: () => close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  )
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // `no-transform` keeps the compression middleware and proxies from holding events back to fill a block.
      'cache-control': 'no-cache, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
