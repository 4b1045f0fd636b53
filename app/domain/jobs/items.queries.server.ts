import type { Pool } from './runtime.queries.server'

export interface ClaimedItem {
  key: string
  attempts: number
  checkpoint: string | null
  crashes: number
}

/**
 * The next page of pending items, in key order. Items that were running when a worker died come last and one at a time:
 * if one of them is what kills workers, the rest of the job is done by then and it is known which.
 */
export async function claimItems(
  pool: Pool,
  run: { id: string; lease: number },
  page: { rank: 'fresh' | 'again' | 'suspect'; limit: number; skipCheckpoint: string | null },
): Promise<ClaimedItem[]> {
  const { rows } = await pool.query<ClaimedItem>(
    `WITH held AS (SELECT id FROM job WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL AND request IS NULL FOR UPDATE)
     UPDATE job_item SET status = 'running', lease = $2, started_at = now(), finished_at = NULL, attempts = attempts + 1
       FROM held
      WHERE job_id = held.id AND key IN (
              SELECT key FROM job_item WHERE job_id = $1 AND status = 'pending' AND CASE $4
                       WHEN 'fresh' THEN crashes = 0 AND attempts = 0
                       WHEN 'again' THEN crashes = 0 AND attempts > 0 ELSE crashes > 0 END
                 AND ($5::text IS NULL OR checkpoint IS DISTINCT FROM $5)
               ORDER BY key LIMIT $3)
  RETURNING key, attempts, checkpoint, crashes`,
    [run.id, run.lease, page.limit, page.rank, page.skipCheckpoint],
  )
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1))
}

export interface ItemResult {
  key: string
  /** `pending`: back on the pile, this try not counted unless it `counts`. */
  status: 'done' | 'failed' | 'pending'
  counts: boolean
  checkpoint: string | null
  code: string | null
  message: string | null
}

/**
 * Writes what became of items and counts it, once each. The lock on the job comes first: it keeps the order that
 * enqueue_job locks in, and makes the counters and the lease one decision.
 * @returns null when the lease is lost; nothing is written then.
 */
export async function settleItems(
  pool: Pool,
  run: { id: string; lease: number },
  results: ItemResult[],
): Promise<{ done: number; failed: number; total: number } | null> {
  const { rows } = await pool.query<{ done: number; failed: number; total: number }>(
    `WITH held AS (SELECT id FROM job WHERE id = $1 AND lease = $2 AND worker_id IS NOT NULL FOR UPDATE),
          settled AS (
            UPDATE job_item i SET status = r.status::"JobItemStatus", error_code = r.code, error_message = r.message,
                   checkpoint = coalesce(r.checkpoint, i.checkpoint), attempts = i.attempts - (NOT r.counts)::int,
                   finished_at = CASE WHEN r.status = 'pending' THEN NULL ELSE now() END
              FROM held, unnest($3::text[], $4::text[], $5::bool[], $6::text[], $7::text[], $8::text[])
                         AS r(key, status, counts, checkpoint, code, message)
             WHERE i.job_id = held.id AND i.key = r.key AND i.lease = $2 AND i.status = 'running'
         RETURNING r.status)
     UPDATE job SET done = done + (SELECT count(*) FROM settled WHERE status = 'done')::int,
            failed = failed + (SELECT count(*) FROM settled WHERE status = 'failed')::int,
            crashes = CASE WHEN EXISTS (SELECT FROM settled WHERE status <> 'pending') THEN 0 ELSE crashes END,
            progress_at = now(), updated_at = now()
       FROM held WHERE job.id = held.id
  RETURNING done, failed, total`,
    [
      run.id,
      run.lease,
      results.map((r) => r.key),
      results.map((r) => r.status),
      results.map((r) => r.counts),
      results.map((r) => r.checkpoint),
      results.map((r) => r.code),
      results.map((r) => r.message?.slice(0, 2000) ?? null),
    ],
  )
  return rows[0] ?? null
}

/** Whether anything is left that does not need the dependency that is down. */
export async function hasPendingItems(
  pool: Pool,
  jobId: string,
  skipCheckpoint: string | null,
): Promise<boolean> {
  const { rows } = await pool.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM job_item WHERE job_id = $1 AND status = 'pending'
                       AND ($2::text IS NULL OR checkpoint IS NULL)) AS left`,
    [jobId, skipCheckpoint],
  )
  return rows[0]?.left ?? false
}
