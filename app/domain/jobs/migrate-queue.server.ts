import { runMigrations } from 'graphile-worker'
import type { Database } from '~/platform/db/connect.server'

/** Brings the schema `graphile_worker` up to date. Runs after Prisma's migrations; enqueueJob needs it. */
export async function migrateQueue(db: Pick<Database, 'pool' | 'embedded'>): Promise<void> {
  await runMigrations({ pgPool: db.pool, noPreparedStatements: db.embedded })
}
