import { z } from 'zod'
import type { Db } from '~/platform/db/connect.server'
import type { FlagKey } from './catalog'

const row = z.object({
  inside: z.boolean(),
  uses: z.number(),
  errors: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
})

export interface CohortFigures {
  uses: number
  errors: number
  /** Milliseconds; null while there is no use that worked. */
  p50: number | null
  p95: number | null
}

/**
 * Uses, errors and times since a moment, for those inside a flag and those outside. Times are of uses that worked: a
 * refused connection fails in a millisecond and would make a broken feature look fast.
 */
export async function selectCohortFigures(
  db: Db,
  flagKey: FlagKey,
  since: Date,
): Promise<{ inside: CohortFigures; outside: CohortFigures }> {
  const rows = await db.$queryRaw`
    SELECT inside,
           count(*)::int AS uses,
           count(error_code)::int AS errors,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE error_code IS NULL) AS p50,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE error_code IS NULL) AS p95
    FROM flag_use
    WHERE flag_key = ${flagKey} AND created_at >= ${since}
    GROUP BY inside`
  const cohorts = z.array(row).parse(rows)
  const figuresOf = (side: boolean): CohortFigures => {
    const {
      uses = 0,
      errors = 0,
      p50 = null,
      p95 = null,
    } = cohorts.find(({ inside }) => inside === side) ?? {}
    return { uses, errors, p50, p95 }
  }
  return { inside: figuresOf(true), outside: figuresOf(false) }
}

const bucket = z.object({ at: z.date(), inside: z.boolean(), uses: z.number(), errors: z.number() })
export type UseBucket = z.infer<typeof bucket>

/** Uses and errors over time, in `bins` equal slices between two moments; slices without a use are left out. */
export async function selectUseBuckets(
  db: Db,
  flagKey: FlagKey,
  range: { since: Date; until: Date; bins: number },
): Promise<UseBucket[]> {
  const seconds = (range.until.getTime() - range.since.getTime()) / 1000 / range.bins
  const rows = await db.$queryRaw`
    SELECT date_bin(make_interval(secs => ${seconds}::float8), created_at, ${range.since}::timestamptz) AS at,
           inside, count(*)::int AS uses, count(error_code)::int AS errors
    FROM flag_use
    WHERE flag_key = ${flagKey} AND created_at >= ${range.since} AND created_at < ${range.until}
    GROUP BY 1, 2
    ORDER BY 1`
  return z.array(bucket).parse(rows)
}
