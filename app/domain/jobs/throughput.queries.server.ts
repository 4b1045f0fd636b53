import type { Pool } from './runtime.queries.server'

const SLICES = 40

export interface Throughput {
  slices: number[]
  lastMinute: number
  lastMinuteSeconds: number
}

/** Items finished over the job's time so far, in equal slices, and in the last minute of it. The database's clock. */
export async function readThroughput(pool: Pool, jobId: string): Promise<Throughput> {
  const { rows } = await pool.query<{ slices: number[]; last_minute: number; last_minute_seconds: number }>(
    `WITH span AS (
       SELECT started_at AS s, greatest(coalesce(finished_at, now()), started_at + interval '1 second') AS e
         FROM job WHERE id = $1 AND started_at IS NOT NULL),
     finished AS (
       SELECT least($2, 1 + floor($2 * extract(epoch FROM i.finished_at - s) / extract(epoch FROM e - s)))::int AS slice,
              i.finished_at > e - interval '1 minute' AS late
         FROM job_item i, span WHERE i.job_id = $1 AND i.finished_at >= s)
     SELECT array(SELECT count(f.slice)::int FROM generate_series(1, $2) AS n LEFT JOIN finished f ON f.slice = n
                   GROUP BY n ORDER BY n) AS slices,
            (SELECT count(*)::int FROM finished WHERE late) AS last_minute,
            least(60, extract(epoch FROM e - s))::float AS last_minute_seconds
       FROM span`,
    [jobId, SLICES],
  )
  const row = rows[0]
  return {
    slices: row?.slices ?? [],
    lastMinute: row?.last_minute ?? 0,
    lastMinuteSeconds: row?.last_minute_seconds ?? 1,
  }
}
