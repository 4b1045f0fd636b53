import type pg from 'pg'

/** The columns that can be stepped along: `(project_id, column)` is an index over photos that are not deleted. */
type Column = 'content_type' | 'camera_model'

/**
 * The different values of a column among a project's photos, in order. Postgres has no skip scan: stepping from each
 * value to the next along the index reads as many entries as there are values, where DISTINCT or GROUP BY read one for
 * every photo.
 */
export async function selectDistinctValues(
  db: Pick<pg.Pool, 'query'>,
  projectId: string,
  column: Column,
  limit: number,
): Promise<string[]> {
  const next = (after: string) =>
    `SELECT ${column} AS value FROM photo WHERE project_id = $1 AND deleted_at IS NULL AND ${column} IS NOT NULL ${after}
      ORDER BY ${column} LIMIT 1`
  const { rows } = await db.query<{ value: string }>(
    `WITH RECURSIVE step AS (
       (${next('')})
       UNION ALL SELECT following.value FROM step, LATERAL (${next(`AND ${column} > step.value`)}) AS following
     ) SELECT value FROM step LIMIT $2`,
    [projectId, limit],
  )
  return rows.map(({ value }) => value)
}
