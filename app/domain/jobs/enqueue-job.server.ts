import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Db } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import { listIssues } from '~/platform/list-issues'
import { jobCatalog, type JobCatalog, type PayloadOf } from './catalog'

export interface EnqueueJobInput<Catalog extends JobCatalog, Name extends keyof Catalog> {
  name: Name
  payload: PayloadOf<Catalog, Name>
  /** Null for upkeep that belongs to no project. */
  projectId: string | null
  /** What a person reads in the list: `Summer 2026 (5,000 photos)`. */
  title: string
  /** An open job of the same project, name and key is joined: its items grow, nothing else changes. */
  key?: string
  priority?: number
  createdById?: string | null
  /** The job this one is a part of: people see their figures together, and pause or cancel them together. */
  parentId?: string | null
  /** What the job goes through one by one. Finished items of a joined job that are named again are done again. */
  itemKeys?: string[]
  runAt?: Date
}

const ENQUEUE = `SELECT enqueue_job($1::uuid, $2::uuid, $3::uuid, $4, $5, $6::jsonb, $7::int, $8, $9::int, $10,
       $11::text[], $12::timestamptz) AS id`

/**
 * Records a job and hands it to the workers, inside the caller's transaction when `db` is one: the job exists exactly
 * when the change that made it necessary does. One statement, so it is atomic without a transaction too.
 *
 * @throws AppError JOB_UNKNOWN, JOB_PAYLOAD_INVALID: nothing is written.
 */
export async function enqueueJob<
  Name extends keyof Catalog & string,
  Catalog extends JobCatalog = typeof jobCatalog,
>(
  db: Db | Pick<pg.ClientBase, 'query'>,
  input: EnqueueJobInput<Catalog, Name>,
  catalog: Catalog = jobCatalog as unknown as Catalog,
): Promise<{ jobId: string }> {
  const definition = Object.hasOwn(catalog, input.name) ? catalog[input.name] : undefined
  if (!definition) throw new AppError('JOB_UNKNOWN', `There is no job named “${input.name}”.`)
  const payload = definition.payload.safeParse(input.payload)
  if (!payload.success) {
    throw new AppError('JOB_PAYLOAD_INVALID', `The payload of “${input.name}” has the wrong shape.`, {
      details: { issues: listIssues(payload.error) },
    })
  }
  const values = [
    randomUUID(),
    input.projectId,
    input.parentId ?? null,
    input.name,
    input.title,
    JSON.stringify(payload.data),
    definition.version,
    input.key ?? null,
    input.priority ?? definition.priority,
    input.createdById ?? null,
    input.itemKeys ?? [],
    input.runAt ?? null,
  ]
  const rows =
    '$queryRawUnsafe' in db
      ? await db.$queryRawUnsafe<{ id: string }[]>(ENQUEUE, ...values)
      : (await db.query<{ id: string }>(ENQUEUE, values)).rows
  const jobId = rows[0]?.id
  if (!jobId) throw new AppError('INTERNAL', 'The database recorded no job.')
  return { jobId }
}
