import type pg from 'pg'
import { z } from 'zod'
import { photoScope, type PhotoScope } from './photo-scope'

/**
 * Ids of photos where each pattern is in the file name or in a tag, newest first (ids are UUIDv7). A scan of the
 * project's names: bounded by the project, and this runs only outside the flag `image-search` or while the embedding
 * service is down.
 */
export async function selectByName(
  db: Pick<pg.Pool, 'query'>,
  query: { scope: PhotoScope; patterns: string[]; before: string | null; limit: number },
): Promise<string[]> {
  const { sql, values } = photoScope(query.scope)
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  const before = bind(query.before, 'uuid')
  const { rows } = await db.query(
    `SELECT p.id FROM photo p
     WHERE ${sql} AND (${before} IS NULL OR p.id < ${before}) AND NOT EXISTS (
       SELECT 1 FROM unnest(${bind(query.patterns, 'text[]')}) AS pattern
       WHERE p.file_name NOT ILIKE pattern
         AND NOT EXISTS (SELECT 1 FROM photo_tag t WHERE t.photo_id = p.id AND t.tag ILIKE pattern))
     ORDER BY p.id DESC LIMIT ${bind(query.limit, 'int')}`,
    values,
  )
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map((row) => row.id)
}
