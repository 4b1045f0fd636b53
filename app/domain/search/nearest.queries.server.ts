import { toSql } from 'pgvector'
import type pg from 'pg'
import { z } from 'zod'
import { photoScope, type PhotoScope } from './photo-scope'

type Queryable = Pick<pg.ClientBase, 'query'>

export interface NearestQuery {
  scope: PhotoScope
  model: string
  /** Unit length. */
  vector: Float32Array
  /** Results strictly behind this one in the order (distance, id). */
  after: Neighbour | null
  limit: number
}

const neighbour = z.object({ photoId: z.string(), distance: z.number() })
/** `distance` is the negative inner product: minus the cosine, as the vectors are of unit length. */
export type Neighbour = z.infer<typeof neighbour>

/** The scope's condition, the statement's own parameters by name, and the values of all. */
function prepare({ scope, model, vector, after, limit }: NearestQuery) {
  const { sql, values } = photoScope(scope)
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  return {
    scope: sql,
    model: bind(model, 'text'),
    vector: bind(toSql([...vector]), 'vector'),
    afterDistance: bind(after?.distance ?? null, 'float8'),
    afterId: bind(after?.photoId ?? null, 'uuid'),
    limit: bind(limit, 'int'),
    bind,
    values,
  }
}

const fewRow = z.object({ inScope: z.int(), photoId: z.string().nullable(), distance: z.number().nullable() })

/**
 * The true nearest if the scope holds at most `few` photos, else null. One statement, so that the filters, which may
 * have to read every photo of the project, are evaluated once: the vectors are only touched when the count allows it.
 */
export async function selectNearestOfFew(
  db: Queryable,
  query: NearestQuery,
  few: number,
): Promise<Neighbour[] | null> {
  const p = prepare(query)
  const most = p.bind(few, 'int')
  const { rows } = await db.query(
    `WITH scope AS MATERIALIZED (SELECT p.id, p.sha256 FROM photo p WHERE ${p.scope} LIMIT ${most} + 1),
     counted AS MATERIALIZED (SELECT count(*)::int AS "inScope" FROM scope)
     SELECT "inScope", "photoId", distance FROM counted LEFT JOIN LATERAL (
       SELECT * FROM (
         SELECT s.id AS "photoId", (e.embedding <#> ${p.vector}) + 0 AS distance
         FROM scope s
         JOIN vectors.image_embedding e ON e.sha256 = s.sha256 AND e.model = ${p.model} AND e.aspect = 'visual'
         WHERE counted."inScope" <= ${most}
       ) AS scored
       WHERE ${p.afterDistance} IS NULL OR (distance, "photoId") > (${p.afterDistance}, ${p.afterId})
       ORDER BY distance, "photoId" LIMIT ${p.limit}
     ) AS nearest ON true`,
    p.values,
  )
  const found = z.array(fewRow).parse(rows)
  if ((found[0]?.inScope ?? 0) > few) return null
  return found.flatMap(({ photoId, distance }) =>
    photoId === null || distance === null ? [] : [{ photoId, distance }],
  )
}

/**
 * The true nearest: every vector of the scope is compared. `+ 0` keeps the planner from answering this ORDER BY out of
 * the HNSW index, which is approximate.
 */
export async function selectNearestExactly(db: Queryable, query: NearestQuery): Promise<Neighbour[]> {
  const p = prepare(query)
  const { rows } = await db.query(
    `SELECT "photoId", distance FROM (
       SELECT p.id AS "photoId", (e.embedding <#> ${p.vector}) + 0 AS distance
       FROM photo p
       JOIN vectors.image_embedding e ON e.sha256 = p.sha256 AND e.model = ${p.model} AND e.aspect = 'visual'
       WHERE ${p.scope}
     ) AS scored
     WHERE ${p.afterDistance} IS NULL OR (distance, "photoId") > (${p.afterDistance}, ${p.afterId})
     ORDER BY distance, "photoId" LIMIT ${p.limit}`,
    p.values,
  )
  return z.array(neighbour).parse(rows)
}

/** The index compares half-precision copies, so neighbours that lie close together may come in each other's place. */
const RERANKED = 16

/**
 * The nearest by the model's HNSW index: it is walked outwards and each candidate looked up in `photo`, until enough
 * are within the scope (iterative scan) or `hnsw.max_scan_tuples` were seen; these are put in order by their full
 * vectors. May miss some; may return too few. Runs inside a transaction that set the scan's parameters.
 */
export async function selectNearestByIndex(db: Queryable, query: NearestQuery): Promise<Neighbour[]> {
  const p = prepare(query)
  const { rows } = await db.query(
    `WITH near AS MATERIALIZED (
       SELECT p.id AS "photoId", e.embedding <#> ${p.vector} AS distance
       FROM vectors.image_embedding e
       JOIN photo p ON p.sha256 = e.sha256
       WHERE e.model = ${p.model} AND e.aspect = 'visual' AND ${p.scope}
         AND (${p.afterDistance} IS NULL OR (e.embedding <#> ${p.vector}, p.id) > (${p.afterDistance}, ${p.afterId}))
       ORDER BY e.embedding::halfvec(512) <#> ${p.vector}::halfvec(512) LIMIT ${p.limit} + ${RERANKED}
     )
     SELECT "photoId", distance FROM near ORDER BY distance, "photoId" LIMIT ${p.limit}`,
    p.values,
  )
  return z.array(neighbour).parse(rows)
}
