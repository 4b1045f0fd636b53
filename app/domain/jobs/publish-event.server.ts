import type { Db } from '~/platform/db/connect.server'
import { EVENT_CHANNEL, type AppEvent } from './events'

/** As publishEvent, for many at once: one statement, whatever their number. */
export async function publishEvents(db: Db, events: AppEvent[]): Promise<void> {
  if (events.length === 0) return
  const lines = events.map((event) => JSON.stringify(event))
  await db.$executeRaw`SELECT pg_notify(${EVENT_CHANNEL}, line) FROM unnest(${lines}::text[]) AS line`
}

/**
 * Tells every open browser that something changed; delivered when the transaction commits, dropped when it does not.
 * An event says what to look at again, it is not the truth itself: a browser that missed one refetches.
 */
export async function publishEvent(db: Db, event: AppEvent): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${EVENT_CHANNEL}, ${JSON.stringify(event)})`
}
