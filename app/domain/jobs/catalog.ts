import { z } from 'zod'
import type { ErrorCode } from '~/platform/errors'

export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  payload: Payload
  /** Raise it with every change of `payload` that old rows do not fit; older rows are refused loudly and kept. */
  version: number
  /** graphile-worker's sense: lower runs sooner. A person who waits beats a bulk run, a bulk run beats upkeep. */
  priority: number
  /** Alive but without progress for so long, it is aborted and tried again. */
  stallMs: number
  /** Errors that are nobody's fault are tried again so often, job and item alike. */
  maxAttempts: number
  /** Parts of the job that go on while this dependency is down, so a blocked job is taken up for them. */
  worksWithout?: ErrorCode[]
  /** Upkeep that nobody asked for: only admins see it. */
  system?: boolean
}

const define = <Payload extends z.ZodType>(
  definition: Pick<JobDefinition<Payload>, 'payload'> & Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> => ({ version: 1, priority: 0, stallMs: 120_000, maxAttempts: 3, ...definition })

/** A person looks at a spinner. */
const PERSON = -10
/** Nobody notices when it is late. */
const UPKEEP = 20

/**
 * Every job of Recto: its name and the shape of its payload. Handlers stand in `workers/tasks`, so that enqueueing
 * never imports one. Long lists are not payload but items (`itemKeys` of enqueueJob), read in pages.
 */
export const jobCatalog = {
  /** Items are photo ids: derivatives, facts and hashes, then the embedding. */
  'ingest-photos': define({
    payload: z.object({ projectId: z.uuid() }),
    worksWithout: ['ML_SERVICE_DOWN'],
    stallMs: 180_000,
  }),
  /** Items are photo ids: the embedding alone, after a change of the model or for the one that is to follow. */
  'embed-photos': define({
    payload: z.object({ projectId: z.uuid(), model: z.string().optional() }),
    priority: 10,
    stallMs: 180_000,
  }),
  /** Moves with every answer of the vision model, whose longest wait (`deadlineMs`) must end well before. */
  'pair-photos': define({ payload: z.object({ runId: z.uuid() }), priority: PERSON, stallMs: 600_000 }),
  /** Removes the rows and files of photos whose deletion can no longer be undone. */
  'purge-photos': define({ payload: z.object({}), priority: UPKEEP, system: true }),
  /** Gives photos that were stored but have no open job an ingest job, and those of an older model an embedding job. */
  'sweep-photos': define({ payload: z.object({}), priority: UPKEEP, system: true }),
  /** Forgets finished jobs and dead workers after their time. */
  'retain-jobs': define({ payload: z.object({}), priority: UPKEEP, system: true }),
  /** Its items do nothing: shows that the queue and a worker are alive. */
  'check-worker': define({ payload: z.object({}), priority: PERSON, system: true }),
} satisfies Record<string, JobDefinition>

export type JobName = keyof typeof jobCatalog
export type JobCatalog = Record<string, JobDefinition>
export type PayloadOf<Catalog extends JobCatalog, Name extends keyof Catalog> = z.infer<
  Catalog[Name]['payload']
>
