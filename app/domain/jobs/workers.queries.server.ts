import type { Pool } from './runtime.queries.server'

export interface WorkerRow {
  id: string
  host: string
  pid: number
  heartbeat_at: Date
  queue_worker_id: string | null
}

/** Before its first claim: a job in the hands of a worker that nobody knows is taken back. */
export async function registerWorker(
  pool: Pool,
  worker: { id: string; host: string; pid: number },
): Promise<void> {
  await pool.query('INSERT INTO worker (id, host, pid) VALUES ($1, $2, $3)', [
    worker.id,
    worker.host,
    worker.pid,
  ])
}

export async function setQueueWorkerId(pool: Pool, workerId: string, queueWorkerId: string): Promise<void> {
  await pool.query('UPDATE worker SET queue_worker_id = $2 WHERE id = $1', [workerId, queueWorkerId])
}

/** False when this worker was declared dead meanwhile: everything it held has been given to others. */
export async function beat(pool: Pool, workerId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'UPDATE worker SET heartbeat_at = now() WHERE id = $1 AND stopped_at IS NULL',
    [workerId],
  )
  return rowCount === 1
}

/** Workers that have neither stopped nor been declared dead. */
export async function listWorkers(pool: Pool): Promise<WorkerRow[]> {
  const { rows } = await pool.query<WorkerRow>(
    'SELECT id, host, pid, heartbeat_at, queue_worker_id FROM worker WHERE stopped_at IS NULL ORDER BY started_at',
  )
  return rows
}

export async function retireWorker(pool: Pool, workerId: string): Promise<void> {
  await pool.query('UPDATE worker SET stopped_at = now() WHERE id = $1 AND stopped_at IS NULL', [workerId])
}

/** A job, or an item of it, that has been in the hands of three workers that died is not given to a fourth. */
const MAX_CRASHES = 3

export interface Recovered {
  jobs: string[]
  quarantinedJobs: string[]
  quarantinedItems: number
}

/**
 * Takes everything from a dead worker, in one short transaction of one leader: the advisory lock is transaction-bound
 * because all clients of the embedded database share one session.
 * @returns null when another worker is doing it.
 */
export async function recoverWorker(pool: Pool, workerId: string): Promise<Recovered | null> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const leader = await client.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtext('recto:recovery')) AS locked`,
    )
    const dead = leader.rows[0]?.locked
      ? await client.query<{ queue_worker_id: string | null }>(
          'UPDATE worker SET stopped_at = now() WHERE id = $1 AND stopped_at IS NULL RETURNING queue_worker_id',
          [workerId],
        )
      : null
    if (!dead?.rows[0]) {
      await client.query('ROLLBACK')
      return null
    }
    // The rows first, in id order, as everywhere; then their items.
    const jobs = await client.query<{ id: string }>(
      `SELECT id FROM job WHERE worker_id = $1 AND status IN ('running', 'blocked') ORDER BY id FOR UPDATE`,
      [workerId],
    )
    const ids = jobs.rows.map((row) => row.id)
    const items = await client.query<{ job_id: string; key: string; quarantined: boolean }>(
      `UPDATE job_item SET crashes = crashes + 1, started_at = NULL, attempts = greatest(attempts - 1, 0),
              status = (CASE WHEN crashes + 1 >= $2 THEN 'failed' ELSE 'pending' END)::"JobItemStatus",
              finished_at = CASE WHEN crashes + 1 >= $2 THEN now() END,
              error_code = CASE WHEN crashes + 1 >= $2 THEN 'JOB_QUARANTINED' END,
              error_message = CASE WHEN crashes + 1 >= $2 THEN 'A worker died ' || crashes + 1 || ' times while it worked on this.' END
        WHERE job_id = ANY ($1::uuid[]) AND status = 'running'
    RETURNING job_id, key, status = 'failed' AS quarantined`,
      [ids, MAX_CRASHES],
    )
    // With items the suspects are set aside one by one; a job that dies three times without a suspect is itself one.
    const freed = await client.query<{ id: string; status: string }>(
      `UPDATE job SET worker_id = NULL, lease = lease + 1, crashes = crashes + 1, updated_at = now(),
              failed = failed + coalesce(f.n, 0), next_run_at = NULL,
              status = (CASE WHEN crashes + 1 >= $2 AND r.n IS NULL THEN 'failed' ELSE 'waiting' END)::"JobStatus",
              status_reason = CASE WHEN crashes + 1 >= $2 AND r.n IS NULL
                THEN 'Its worker died ' || crashes + 1 || ' times' || coalesce(' at the step ' || current_step, '') || '.' END,
              error_code = CASE WHEN crashes + 1 >= $2 AND r.n IS NULL THEN 'JOB_QUARANTINED' END,
              finished_at = CASE WHEN crashes + 1 >= $2 AND r.n IS NULL THEN now() END
         FROM unnest($1::uuid[]) AS held(id)
         LEFT JOIN (SELECT job_id, count(*)::int AS n FROM unnest($3::uuid[]) AS x(job_id) GROUP BY 1) f ON f.job_id = held.id
         LEFT JOIN (SELECT job_id, count(*)::int AS n FROM unnest($4::uuid[]) AS x(job_id) GROUP BY 1) r ON r.job_id = held.id
        WHERE job.id = held.id
    RETURNING job.id, job.status`,
      [
        ids,
        MAX_CRASHES,
        items.rows.filter((item) => item.quarantined).map((item) => item.job_id),
        items.rows.map((item) => item.job_id),
      ],
    )
    await client.query(
      `INSERT INTO job_log (job_id, level, message, data)
       SELECT x.id, 'warn', 'Its worker died; the job goes on elsewhere.', json_build_object('worker', $2::text, 'running', x.running)
         FROM unnest($1::uuid[]) AS j(id) CROSS JOIN LATERAL (SELECT j.id, array(
              SELECT key FROM unnest($3::uuid[], $4::text[]) AS i(job_id, key) WHERE i.job_id = j.id) AS running) x`,
      [ids, workerId, items.rows.map((item) => item.job_id), items.rows.map((item) => item.key)],
    )
    await client.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [
      dead.rows.flatMap((row) => (row.queue_worker_id ? [row.queue_worker_id] : [])),
    ])
    const again = freed.rows.filter((row) => row.status === 'waiting').map((row) => row.id)
    await replaceQueueRows(client, ids, again)
    await client.query('COMMIT')
    return {
      jobs: again,
      quarantinedJobs: freed.rows.filter((row) => row.status === 'failed').map((row) => row.id),
      quarantinedItems: items.rows.filter((item) => item.quarantined).length,
    }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/**
 * New graphile rows instead of the old ones, with new ids: a frozen worker that wakes completes its old row by id, and
 * graphile-worker's statement for that does not ask who holds it.
 */
async function replaceQueueRows(
  client: Pick<Pool, 'query'>,
  removeIds: string[],
  addIds: string[],
): Promise<void> {
  await client.query(
    `SELECT graphile_worker.complete_jobs(array(SELECT id FROM graphile_worker.jobs WHERE key = ANY ($1::text[])))`,
    [removeIds.map((id) => `job:${id}`)],
  )
  await client.query(
    `SELECT graphile_worker.add_job('run-job', json_build_object('jobId', id), max_attempts => 25,
            job_key => 'job:' || id, priority => priority) FROM job WHERE id = ANY ($1::uuid[])`,
    [addIds],
  )
}

/**
 * Jobs that should run and that nobody would run get back into the queue: those that graphile-worker has no live row
 * for, and those in the hands of a worker that is no more. The second happens when a frozen worker wakes and takes a
 * job in the moment before it learns that it was declared dead. The first should never happen; it is what makes "no job
 * is ever lost" hold against a hand in the database, a restored backup or a bug.
 */
export async function requeueStrayJobs(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `WITH stray AS (
       SELECT id, lease FROM job j
        WHERE status IN ('waiting', 'running', 'blocked')
          AND (worker_id IS NULL AND updated_at < now() - interval '20 seconds'
               AND NOT EXISTS (SELECT FROM graphile_worker.jobs g WHERE g.key = 'job:' || j.id
                                  AND (g.attempts < g.max_attempts OR g.locked_at IS NOT NULL))
            OR worker_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM worker w WHERE w.id = j.worker_id AND w.stopped_at IS NULL))
        ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED),
     back AS (
       UPDATE job_item i SET status = 'pending', attempts = greatest(attempts - 1, 0), started_at = NULL
         FROM stray WHERE i.job_id = stray.id AND i.status = 'running'),
     freed AS (
       UPDATE job SET worker_id = NULL, lease = job.lease + 1, status = 'waiting', updated_at = now()
         FROM stray WHERE job.id = stray.id RETURNING job.id, priority)
     SELECT id, graphile_worker.add_job('run-job', json_build_object('jobId', id), max_attempts => 25,
            job_key => 'job:' || id, priority => priority) FROM freed`,
  )
  return rows.map((row) => row.id)
}
