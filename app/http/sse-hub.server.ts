import pg from 'pg'
import { appEventSchema, EVENT_CHANNEL, type AppEvent } from '~/domain/jobs/events'
import { seesWholeProject, type Actor } from '~/domain/auth/actor'
import type { AppContext } from '~/platform/context.server'

export interface EventSubscription {
  /** Called at most four times a second with the newest event of each thing that changed. False: not now, I am full. */
  deliver(events: AppEvent[]): boolean
  /** Events may have been missed: look at everything again. */
  refetch(): void
}

interface Subscriber extends EventSubscription {
  actor: Actor
  /** The newest event of each thing: a job that reports 100 times a second takes one place. */
  pending: Map<string, AppEvent>
  missed: boolean
}

export interface EventHub {
  subscribe(actor: Actor, subscription: EventSubscription): () => void
  size(): number
}

const TICK_MS = 250
/** More different things than this between two ticks, and the browser had better reload its list. */
const MAX_PENDING = 500
const MAX_WAIT_MS = 10_000

const hubs = new WeakMap<AppContext, EventHub>()

/** The hub of this process: one LISTEN connection however many browsers look on. */
export function eventHub(ctx: AppContext): EventHub {
  const known = hubs.get(ctx)
  if (known) return known
  const hub = createEventHub(ctx)
  hubs.set(ctx, hub)
  return hub
}

/** Customers hear of what is theirs, staff of their project, admins of upkeep too. */
function maySee(actor: Actor, event: AppEvent): boolean {
  if (event.projectId === null) return actor.role === 'admin'
  if (event.projectId !== actor.projectId) return false
  return (
    seesWholeProject(actor) ||
    event.ownerId === actor.userId ||
    event.claimantIds?.includes(actor.userId) === true
  )
}

function createEventHub(ctx: Pick<AppContext, 'env' | 'log'>): EventHub {
  const subscribers = new Set<Subscriber>()
  let client: pg.Client | null = null
  let wait = 250
  let ticker: NodeJS.Timeout | undefined

  const receive = (text: string) => {
    const parsed = appEventSchema.safeParse(parseJson(text))
    if (!parsed.success)
      return ctx.log.warn({ text: text.slice(0, 200) }, 'an event of unknown shape was dropped')
    const event = parsed.data
    for (const subscriber of subscribers) {
      if (!maySee(subscriber.actor, event)) continue
      const key = `${event.kind} ${event.id}`
      subscriber.pending.delete(key)
      subscriber.pending.set(key, event)
      if (subscriber.pending.size > MAX_PENDING) {
        subscriber.pending.clear()
        subscriber.missed = true
      }
    }
  }

  const tick = () => {
    for (const subscriber of subscribers) {
      if (subscriber.missed) {
        subscriber.missed = false
        subscriber.refetch()
      }
      if (subscriber.pending.size === 0) continue
      const events = [...subscriber.pending.values()]
      if (subscriber.deliver(events)) subscriber.pending.clear()
    }
  }

  /** Reconnects for ever while somebody looks on; after each gap everybody refetches. */
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: ctx.env.DATABASE_URL,
      application_name: 'recto events',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    })
    client = fresh
    let ended = false
    const retry = () => {
      if (ended || client !== fresh) return
      ended = true
      client = null
      fresh.end().catch(() => {})
      if (subscribers.size === 0) return
      setTimeout(() => subscribers.size > 0 && !client && void connect(), wait)
      wait = Math.min(wait * 2, MAX_WAIT_MS)
    }
    fresh.on('error', retry)
    fresh.on('end', retry)
    fresh.on('notification', (message) => message.payload && receive(message.payload))
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${EVENT_CHANNEL}`)
      // What changed since they looked was told to nobody: the connection was away, or this is the first of them.
      for (const subscriber of subscribers) subscriber.missed = true
      wait = 250
    } catch (error) {
      ctx.log.warn({ err: error }, 'live events: the database cannot be reached; trying again')
      retry()
    }
  }

  return {
    size: () => subscribers.size,
    subscribe(actor, subscription) {
      const subscriber: Subscriber = { ...subscription, actor, pending: new Map(), missed: false }
      subscribers.add(subscriber)
      if (!client) void connect()
      ticker ??= setInterval(tick, TICK_MS)
      return () => {
        subscribers.delete(subscriber)
        if (subscribers.size > 0) return
        clearInterval(ticker)
        ticker = undefined
        const idle = client
        client = null
        idle?.end().catch(() => {})
      }
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
