/**
 * How long does a person wait from "enqueued" to "a worker has it"?
 *
 *   [DATABASE_URL=postgresql://…] npx tsx bench/pickup.ts [jobs=200]
 *
 * Jobs come one at a time, half a second apart on average, as a person's do; the worker is a process of its own, as in
 * production. Prints median, p95 and worst. Without DATABASE_URL the database is PGlite in a process of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { migrate } from '~tests/helpers/migrate'
import { kill, startPart } from '../tests/acceptance/chaos/processes'
import { openDatabase } from './open-database'

const jobs = Number(process.argv[2] ?? 200)

const database = await openDatabase()
await migrate(database.url, database.embedded)
const env = {
  AUTH_SECRET: 'x'.repeat(32),
  DATABASE_URL: database.url,
  DATABASE_EMBEDDED: String(database.embedded),
}
const worker = await startPart(['--import', 'tsx', 'workers/main.ts'], { env, ready: /worker ready/ })
const ctx = createContext(readEnv(env), 'bench')
const { id: projectId } = await ctx.db.prisma.project.create({ data: { name: 'bench' } })

const waits: number[] = []
for (let index = 0; index < jobs; index++) {
  await sleep(250 + Math.random() * 500)
  const { jobId } = await enqueueJob(ctx.db.prisma, {
    name: 'check-worker',
    payload: {},
    projectId,
    title: 'pick-up',
  })
  for (let job = null; !job?.startedAt; await sleep(10)) {
    job = await ctx.db.prisma.job.findUniqueOrThrow({ where: { id: jobId } })
    // Both times are the database's own.
    if (job.startedAt) waits.push(job.startedAt.getTime() - job.createdAt.getTime())
  }
}
waits.sort((a, b) => a - b)
const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? NaN
console.log(
  `pick-up on ${database.embedded ? 'PGlite' : 'Postgres'}, ${jobs} jobs: median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms (goal: median under 200 ms)`,
)
await ctx.db.close()
await kill(worker, 'SIGTERM')
await database.close()
process.exit(0)
