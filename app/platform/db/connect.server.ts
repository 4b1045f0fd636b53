import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Env } from '../env.server'
import { PrismaClient, type Prisma } from './generated/client'

export type { Prisma }
/** A Prisma client or an open transaction: what a query needs that should run inside its caller's transaction. */
export type Db = PrismaClient | Prisma.TransactionClient

/** One connection pool for both: Prisma for relational work, `pool` for SQL over the vector tables. */
export interface Database {
  prisma: PrismaClient
  pool: pg.Pool
  /** True on PGlite, whose clients share one session: no prepared statements, no session-level locks. */
  embedded: boolean
  close(): Promise<void>
}

/**
 * Opens the pool lazily; the first query connects.
 *
 * On the embedded database never wait for a second connection while a transaction is open on the first: all clients
 * share one session, so the second would wait for the first for ever. Pass the transaction (`Db`) down instead.
 */
export function connectDatabase(
  env: Pick<Env, 'DATABASE_URL' | 'DATABASE_POOL_MAX' | 'DATABASE_EMBEDDED'>,
): Database {
  const pool = new pg.Pool({
    connectionString: env.DATABASE_URL,
    max: env.DATABASE_EMBEDDED ? Math.min(env.DATABASE_POOL_MAX, 4) : env.DATABASE_POOL_MAX,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'recto',
  })
  // An idle connection that the server closes (restart, failover) must not end the process; the next query reconnects.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  })
  return {
    prisma,
    pool,
    embedded: env.DATABASE_EMBEDDED,
    async close() {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
