import type { Database } from '~/platform/db/connect.server'

/**
 * The statements by which a worker takes up and lets go of jobs. All writes carry the lease: a worker that lost it
 * (declared dead, frozen and replaced) matches no row. Plain SQL over the pool, because a job of a millisecond must not
 * cost more than graphile-worker's own two statements: Prisma's create/update pairs took four round trips.
 */
export type Pool = Database['pool']

export interface ClaimedJob {
  id: string
  name: string
  payload: unknown
  payload_version: number
  project_id: string | null
  created_by_id: string | null
  lease: number
  attempts: number
  itemised: boolean
  status: 'running' | 'blocked'
  error_code: string | null
}

/** How the index of open jobs writes the project of upkeep, which has none. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const CLAIM = `status = CASE WHEN status = 'blocked' THEN status ELSE 'running' END, worker_id = $2, lease = lease + 1,
            started_at = coalesce(started_at, now()), progress_at = now(), next_run_at = NULL, updated_at = now()`
const CLAIMED = `job.id, name, payload, payload_version, project_id, created_by_id, lease, attempts, itemised, status,
            error_code`

/** Takes the lease of jobs nobody holds; a blocked one keeps its status until its dependency is seen to answer. */
export async function claimJobs(pool: Pool, ids: string[], workerId: string): Promise<ClaimedJob[]> {
  const { rows } = await pool.query<ClaimedJob>(
    `UPDATE job SET ${CLAIM}
      WHERE id IN (SELECT id FROM job WHERE id = ANY ($1::uuid[]) AND status IN ('waiting', 'running', 'blocked')
                      AND worker_id IS NULL ORDER BY id FOR UPDATE)
  RETURNING ${CLAIMED}`,
    [ids, workerId],
  )
  return rows
}

/**
 * Takes up to `limit` jobs that are due and that nobody holds, and their rows out of graphile-worker's queue: from here
 * on the job's own row says that they are to be run. The most urgent rank first; within it projects take turns, counted
 * on from `held`, the project of each job this worker holds; within a project in the order they became due. A row that
 * graphile-worker has just locked stays; its `claimJobs` comes to nothing.
 */
export async function takeDueJobs(
  pool: Pool,
  limit: number,
  workerId: string,
  held: string[],
): Promise<ClaimedJob[]> {
  const { rows } = await pool.query<ClaimedJob>(
    `SELECT ${CLAIMED} FROM take_due_jobs($1, $2, $3::uuid[]) job`,
    [limit, workerId, held],
  )
  return rows
}

/** A blocked job whose dependency answers again. */
export async function markRunning(pool: Pool, id: string, lease: number): Promise<void> {
  await pool.query(
    `UPDATE job SET status = 'running', status_reason = NULL, error_code = NULL, updated_at = now()
      WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL`,
    [id, lease],
  )
}

/**
 * Ends jobs whose work is done. Not returned: the lease is lost, or items came in meanwhile (the counters stand on the
 * job's own row, so the row lock orders this against enqueue_job; a look at job_item would read an older snapshot).
 */
export async function completeJobs(pool: Pool, runs: { id: string; lease: number }[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE job SET status = (CASE WHEN failed > 0 THEN 'completed_with_failures' ELSE 'completed' END)::"JobStatus",
            worker_id = NULL, request = NULL, status_reason = NULL, error_code = NULL, current_step = NULL, crashes = 0,
            done = CASE WHEN itemised THEN done ELSE total END, finished_at = now(), updated_at = now()
       FROM (SELECT j.id FROM unnest($1::uuid[], $2::int[]) AS run(id, lease) JOIN job j ON j.id = run.id
              WHERE j.lease = run.lease AND j.worker_id IS NOT NULL ORDER BY j.id FOR UPDATE OF j) held
      WHERE job.id = held.id AND (NOT itemised OR done + failed >= total)
  RETURNING job.id`,
    [runs.map((run) => run.id), runs.map((run) => run.lease)],
  )
  return rows.map((row) => row.id)
}

/** Ends a job without success, or lays it by: failed, cancelled, paused. Its running items go back. */
export async function closeJob(
  pool: Pool,
  run: { id: string; lease: number },
  end: { status: 'failed' | 'cancelled' | 'paused'; code: string | null; reason: string | null },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH held AS (SELECT id FROM job WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL FOR UPDATE),
          back AS (UPDATE job_item SET status = 'pending', attempts = greatest(attempts - 1, 0), started_at = NULL
                     FROM held WHERE job_id = held.id AND status = 'running')
     UPDATE job SET status = $3::"JobStatus", error_code = $4, status_reason = $5, worker_id = NULL, request = NULL,
            current_step = NULL, finished_at = CASE WHEN $3 = 'paused' THEN NULL ELSE now() END, updated_at = now()
       FROM held WHERE job.id = held.id`,
    [run.id, run.lease, end.status, end.code, end.reason],
  )
  return rowCount === 1
}

/**
 * Lets go of a job that is to be taken up again: after a slice, a shutdown, a failed try, or while a dependency is down.
 * Its running items go back. The lock on the graphile row under this run stays until the task returns; `add_job` makes a
 * new row beside it.
 */
export async function requeueJob(
  pool: Pool,
  run: { id: string; lease: number },
  next: {
    status: 'running' | 'waiting' | 'blocked'
    delayMs: number
    code: string | null
    reason: string | null
    attempts: number
  },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH held AS (SELECT id FROM job WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL FOR UPDATE),
          back AS (UPDATE job_item SET status = 'pending', attempts = greatest(attempts - 1, 0), started_at = NULL
                     FROM held WHERE job_id = held.id AND status = 'running'),
          freed AS (UPDATE job SET status = $3::"JobStatus", error_code = $4, status_reason = $5, attempts = $6,
                           worker_id = NULL, next_run_at = now() + $7::int * interval '1 millisecond', updated_at = now()
                      FROM held WHERE job.id = held.id RETURNING job.id, priority, next_run_at)
     SELECT graphile_worker.add_job('run-job', json_build_object('jobId', id), run_at => next_run_at,
            max_attempts => 25, job_key => 'job:' || id, priority => priority) FROM freed`,
    [run.id, run.lease, next.status, next.code, next.reason, next.attempts, next.delayMs],
  )
  return rowCount === 1
}

/** Throttled by the caller: what a person sees of a job without items, and which step it is at. */
export async function writeProgress(
  pool: Pool,
  run: { id: string; lease: number },
  progress: { done: number | null; total: number | null; step: string | null },
): Promise<void> {
  await pool.query(
    `UPDATE job SET done = coalesce($3, done), total = coalesce($4, total), current_step = coalesce($5, current_step),
            progress_at = now(), updated_at = now()
      WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL`,
    [run.id, run.lease, progress.done, progress.total, progress.step],
  )
}

export interface HeldState {
  id: string
  lease: number
  held: boolean
  request: string | null
  /** Somebody more urgent waits. */
  overtaken: boolean
  /** A project of the same rank waits that has at least two fewer running: one of these jobs should make room. */
  crowding: boolean
  /** Somebody of the same rank waits: take turns. */
  queued: boolean
}

/** One look a second at all jobs a worker holds: what was asked of them, and whether they are still its own. */
export async function readHeldJobs(pool: Pool, ids: string[], workerId: string): Promise<HeldState[]> {
  const { rows } = await pool.query<HeldState>(
    `WITH mine AS (SELECT *, count(*) OVER (PARTITION BY project_id)::int AS holds FROM job WHERE id = ANY ($1::uuid[])),
          waiting AS (
            SELECT lane.priority, (SELECT count(*) FROM mine WHERE mine.project_id = lane.project) AS holds
              FROM job_lanes() lane
             WHERE EXISTS (SELECT FROM job WHERE status IN ('waiting', 'running') AND worker_id IS NULL
                              AND priority = lane.priority AND coalesce(project_id, $3::uuid) = lane.project
                              AND coalesce(next_run_at, created_at) <= now()))
     SELECT id, lease, worker_id IS NOT DISTINCT FROM $2 AS held, request,
            EXISTS (SELECT FROM waiting w WHERE w.priority < mine.priority) AS overtaken,
            EXISTS (SELECT FROM waiting w WHERE w.priority = mine.priority AND w.holds + 1 < mine.holds) AS crowding,
            EXISTS (SELECT FROM waiting w WHERE w.priority = mine.priority) AS queued
       FROM mine`,
    [ids, workerId, NOBODY],
  )
  return rows
}

/** The jobs a worker holds according to the database. */
export async function readJobsOf(pool: Pool, workerId: string): Promise<{ id: string; lease: number }[]> {
  const { rows } = await pool.query<{ id: string; lease: number }>(
    `SELECT id, lease FROM job WHERE worker_id = $1 AND status IN ('running', 'blocked')`,
    [workerId],
  )
  return rows
}

/** More at once than a list shows: one event per project and owner says "look at all of them". */
const MOST_EVENTS = 50

/** `ownerId` travels along so that customers can be told of their own jobs without a look-up per browser. */
export async function notifyJobs(pool: Pool, ids: string[]): Promise<void> {
  if (ids.length > MOST_EVENTS) {
    await pool.query(
      `SELECT pg_notify('recto', json_build_object('kind', 'job', 'id', '*', 'projectId', project_id,
              'ownerId', created_by_id)::text)
         FROM (SELECT DISTINCT project_id, created_by_id FROM job WHERE id = ANY ($1::uuid[])) owners`,
      [ids],
    )
    return
  }
  await pool.query(
    `SELECT pg_notify('recto', json_build_object('kind', 'job', 'id', id, 'projectId', project_id, 'ownerId', created_by_id,
            'status', status, 'name', name, 'done', done, 'total', total, 'failed', failed)::text)
       FROM job WHERE id = ANY ($1::uuid[])`,
    [ids],
  )
}

export async function insertLogLines(
  pool: Pool,
  jobId: string,
  lines: { at: Date; level: string; message: string; data: unknown }[],
): Promise<void> {
  await pool.query(
    `INSERT INTO job_log (job_id, at, level, message, data)
     SELECT $1, l.at, l.level, l.message, l.data
       FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::jsonb[]) AS l(at, level, message, data)
      WHERE EXISTS (SELECT FROM job WHERE id = $1)`,
    [
      jobId,
      lines.map((line) => line.at),
      lines.map((line) => line.level),
      lines.map((line) => line.message),
      lines.map((line) => (line.data === undefined ? null : JSON.stringify(line.data))),
    ],
  )
}

export async function readStep(pool: Pool, jobId: string, key: string): Promise<{ result: unknown } | null> {
  const { rows } = await pool.query<{ result: unknown }>(
    'SELECT result FROM job_step WHERE job_id = $1 AND key = $2 AND finished_at IS NOT NULL',
    [jobId, key],
  )
  return rows[0] ?? null
}

/** False when the lease is lost: a result of a worker that was replaced is not kept. */
export async function writeStep(
  pool: Pool,
  run: { id: string; lease: number },
  step: { key: string; startedAt: Date; result: unknown },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO job_step (job_id, key, result, started_at, finished_at)
     SELECT id, $3, $4::jsonb, $5::timestamptz, greatest(now(), $5::timestamptz) FROM job
      WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL
     ON CONFLICT (job_id, key) DO UPDATE SET result = excluded.result, started_at = excluded.started_at,
            finished_at = excluded.finished_at`,
    [run.id, run.lease, step.key, JSON.stringify(step.result ?? null), step.startedAt],
  )
  return rowCount === 1
}
