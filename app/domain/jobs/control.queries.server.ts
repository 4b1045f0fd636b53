import type { Db } from '~/platform/db/connect.server'

/**
 * What a person asks of jobs. Each statement decides by the row as it is at that moment, so two clicks, or a click and
 * a finishing worker, cannot undo each other. A job that a worker holds gets a request, which the worker honours
 * between items; the others change at once. The graphile row of a job that is not to run is taken out of the queue.
 */
export async function pauseJobs(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH changed AS (
      UPDATE job SET updated_at = now(), next_run_at = NULL,
             status = CASE WHEN worker_id IS NULL THEN 'paused' ELSE status END,
             request = CASE WHEN worker_id IS NULL THEN NULL ELSE 'pause' END
       WHERE id = ANY (${ids}::uuid[]) AND status IN ('waiting', 'running', 'blocked')
         AND request IS DISTINCT FROM 'cancel'
   RETURNING id, status)
    SELECT id::text, CASE WHEN status = 'paused' THEN (graphile_worker.remove_job('job:' || id)).id END FROM changed`
  return rows.map((row) => row.id)
}

export async function cancelJobs(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH changed AS (
      UPDATE job SET updated_at = now(), next_run_at = NULL,
             status = CASE WHEN worker_id IS NULL THEN 'cancelled' ELSE status END,
             finished_at = CASE WHEN worker_id IS NULL THEN now() END,
             request = CASE WHEN worker_id IS NULL THEN NULL ELSE 'cancel' END
       WHERE id = ANY (${ids}::uuid[]) AND status IN ('waiting', 'running', 'blocked', 'paused')
   RETURNING id, status)
    SELECT id::text, CASE WHEN status = 'cancelled' THEN (graphile_worker.remove_job('job:' || id)).id END FROM changed`
  return rows.map((row) => row.id)
}

/** A pause that was asked for and has not happened yet is taken back. */
export async function resumeJobs(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH changed AS (
      UPDATE job SET updated_at = now(), request = NULL, status = CASE WHEN status = 'paused' THEN 'waiting' ELSE status END,
             status_reason = CASE WHEN status = 'paused' THEN NULL ELSE status_reason END,
             error_code = CASE WHEN status = 'paused' THEN NULL ELSE error_code END
       WHERE id = ANY (${ids}::uuid[]) AND (status = 'paused' OR request = 'pause')
   RETURNING id, priority, worker_id)
    SELECT id::text, CASE WHEN worker_id IS NULL THEN
           (graphile_worker.add_job('run-job', json_build_object('jobId', id), max_attempts => 25,
              job_key => 'job:' || id, priority => priority)).id END FROM changed`
  return rows.map((row) => row.id)
}

/**
 * Failed items, and pending ones that were never reached, run again; what is done stays done. The key is given up: an
 * open job of the same key may have taken its place meanwhile. With `itemKeys` only those, in open jobs too.
 */
export async function retryJobs(db: Db, ids: string[], itemKeys: string[] | null = null): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH held AS (
      SELECT id, status IN ('completed_with_failures', 'failed', 'cancelled') AS ended FROM job
       WHERE id = ANY (${ids}::uuid[]) AND (status IN ('completed_with_failures', 'failed', 'cancelled')
             OR (${itemKeys}::text[] IS NOT NULL AND status IN ('waiting', 'running', 'blocked', 'paused')))
       ORDER BY id FOR UPDATE),
    again AS (
      UPDATE job_item i SET status = 'pending', attempts = 0, crashes = 0, lease = NULL, error_code = NULL,
             error_message = NULL, started_at = NULL, finished_at = NULL
        FROM held WHERE i.job_id = held.id AND i.status = 'failed'
         AND (${itemKeys}::text[] IS NULL OR i.key = ANY (${itemKeys}::text[]))
   RETURNING i.job_id),
    changed AS (
      UPDATE job SET failed = failed - (SELECT count(*) FROM again WHERE job_id = job.id)::int, updated_at = now(),
             status = CASE WHEN ended THEN 'waiting' ELSE status END, key = CASE WHEN ended THEN NULL ELSE key END,
             request = CASE WHEN ended THEN NULL ELSE request END, attempts = 0,
             crashes = CASE WHEN ended THEN 0 ELSE crashes END,
             status_reason = CASE WHEN ended THEN NULL ELSE status_reason END,
             error_code = CASE WHEN ended THEN NULL ELSE error_code END,
             finished_at = CASE WHEN ended THEN NULL ELSE finished_at END
        FROM held WHERE job.id = held.id
         AND (${itemKeys}::text[] IS NULL OR EXISTS (SELECT FROM again WHERE job_id = job.id))
   RETURNING job.id, priority, ended)
    SELECT id::text, CASE WHEN ended THEN
           (graphile_worker.add_job('run-job', json_build_object('jobId', id), max_attempts => 25,
              job_key => 'job:' || id, priority => priority)).id END FROM changed`
  return rows.map((row) => row.id)
}
