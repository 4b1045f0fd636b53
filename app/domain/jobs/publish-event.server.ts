import type { Db } from '~/platform/db/connect.server'
import { EVENT_CHANNEL, type AppEvent } from './events'

/**
 * Tells every open browser that something changed; delivered when the transaction commits, dropped when it does not.
 * An event says what to look at again, it is not the truth itself: a browser that missed one refetches.
 */
export async function publishEvent(db: Db, event: AppEvent): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${EVENT_CHANNEL}, ${JSON.stringify(event)})`
}
