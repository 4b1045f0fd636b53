import { createHash } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'

type Queryable = Pick<pg.Pool, 'query'>

/** A model id is free text of up to any length; an index name is an identifier of at most 63 bytes. */
function indexName(model: string): string {
  return `image_embedding_half_${createHash('sha256').update(model).digest('hex').slice(0, 16)}`
}

/** Whether the model's HNSW index can be used; `building` while another process makes it. */
export async function selectModelIndex(
  db: Queryable,
  model: string,
): Promise<'none' | 'building' | 'invalid' | 'valid'> {
  const { rows } = await db.query(
    `SELECT i.indisvalid AS valid,
            EXISTS (SELECT 1 FROM pg_stat_progress_create_index b WHERE b.index_relid = i.indexrelid) AS building
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relname = $1 AND c.relnamespace = 'vectors'::regnamespace`,
    [indexName(model)],
  )
  const [row] = z.array(z.object({ valid: z.boolean(), building: z.boolean() })).parse(rows)
  if (!row) return 'none'
  if (row.valid) return 'valid'
  return row.building ? 'building' : 'invalid'
}

/** Whether the model has at least `count` vectors; stops counting there. */
export async function hasRows(db: Queryable, model: string, count: number): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT count(*)::int AS counted FROM (SELECT 1 FROM vectors.image_embedding WHERE model = $1 LIMIT $2) AS seen`,
    [model, count],
  )
  return (z.array(z.object({ counted: z.int() })).parse(rows)[0]?.counted ?? 0) >= count
}

/**
 * Vectors are of unit length, so the inner product orders them as the cosine does and costs a third of it. Expression
 * and operator class must be those of the search (`<#>` on half precision), or the index is never used.
 * Half precision makes the index half as large (130 instead of 260 MB at 100,000) and a search of it half as long,
 * because twice as much of it is in memory; the search puts what it finds in order by the full vectors.
 * With the default of 64 candidates a row some of 100,000 were reached from nowhere: recall@10 stayed at 0.98 however
 * wide the search was made, and was 0.94 by words at ef_search 200. With 128 it is 1.000 there; building takes a fifth
 * longer.
 * DDL takes no parameters: the model is quoted as a literal, the name is a hash.
 */
export async function createModelIndex(
  db: Queryable,
  model: string,
  { concurrently }: { concurrently: boolean },
): Promise<void> {
  await db.query(
    `CREATE INDEX ${concurrently ? 'CONCURRENTLY' : ''} IF NOT EXISTS "${indexName(model)}"
     ON vectors.image_embedding USING hnsw ((embedding::halfvec(512)) halfvec_ip_ops) WITH (ef_construction = 128)
     WHERE model = ${pg.escapeLiteral(model)} AND aspect = 'visual'`,
  )
}

export async function dropModelIndex(db: Queryable, model: string): Promise<void> {
  await db.query(`DROP INDEX IF EXISTS vectors."${indexName(model)}"`)
}
