/** Brings the whole database up to date: Prisma's migrations, then the job queue's own. Run before every deploy. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { connectDatabase } from '~/platform/db/connect.server'

const url = process.env.DATABASE_URL
if (!url) {
  console.error('Set DATABASE_URL to the database to migrate.')
  process.exit(1)
}
const prisma = fileURLToPath(new URL('./prisma.mjs', import.meta.url))
const { status } = spawnSync(process.execPath, [prisma, 'migrate', 'deploy'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const db = connectDatabase({
  DATABASE_URL: url,
  DATABASE_POOL_MAX: 1,
  DATABASE_EMBEDDED: process.env.DATABASE_EMBEDDED === 'true',
})
await migrateQueue(db).finally(() => db.close())
