import { toSql } from 'pgvector'
import type pg from 'pg'
import { z } from 'zod'
import type { ClipModel } from '~/platform/clip/clip-client'

type Queryable = Pick<pg.Pool, 'query'>

export interface ContentVector {
  sha256: string
  vector: Float32Array
}

/** Which of these contents have a vector of the model. */
export async function selectEmbeddedContents(
  db: Queryable,
  model: string,
  contents: string[],
): Promise<Set<string>> {
  const { rows } = await db.query(
    `SELECT sha256 FROM vectors.image_embedding
     WHERE sha256 = ANY($1::char(64)[]) AND model = $2 AND aspect = 'visual'`,
    [contents, model],
  )
  return new Set(
    z
      .array(z.object({ sha256: z.string() }))
      .parse(rows)
      .map((row) => row.sha256),
  )
}

/** Writes what is new. An embedding is a pure function of content and model, so what is there is as good. */
export async function insertEmbeddings(
  db: Queryable,
  model: string,
  vectors: ContentVector[],
): Promise<void> {
  await db.query(
    `INSERT INTO vectors.image_embedding (sha256, model, embedding)
     SELECT sha256, $1, embedding::vector FROM unnest($2::text[], $3::text[]) AS given (sha256, embedding)
     ON CONFLICT (sha256, model, aspect) DO NOTHING`,
    [model, vectors.map((item) => item.sha256), vectors.map((item) => toSql([...item.vector]) as string)],
  )
}

const modelRow = z.object({ id: z.string(), calibration: z.custom<ClipModel['calibration']>() })
export type StoredModel = z.infer<typeof modelRow>

/**
 * Remembers how the model's cosines are to be read. One that is only to follow counts as seen long ago: while the
 * services are down "find similar" must not turn to a model that has read half of the photos.
 */
export async function upsertModel(db: Queryable, model: ClipModel, { isNext = false } = {}): Promise<void> {
  await db.query(
    `INSERT INTO vectors.model AS known (id, dimensions, calibration, seen_at)
     VALUES ($1, $2, $3, CASE WHEN $4::boolean THEN 'epoch' ELSE now() END)
     ON CONFLICT (id) DO UPDATE SET calibration = excluded.calibration,
       seen_at = CASE WHEN $4::boolean THEN known.seen_at ELSE now() END`,
    [model.id, model.dimensions, JSON.stringify(model.calibration), isNext],
  )
}

/** The models that have read this content, the one seen last first. */
export async function selectModelsOfContent(db: Queryable, sha256: string): Promise<StoredModel[]> {
  const { rows } = await db.query(
    `SELECT m.id, m.calibration FROM vectors.model m
     JOIN vectors.image_embedding e ON e.model = m.id AND e.aspect = 'visual'
     WHERE e.sha256 = $1 ORDER BY m.seen_at DESC`,
    [sha256],
  )
  return z.array(modelRow).parse(rows)
}

/** The vector of one content, or null while it has none of this model. */
export async function selectEmbedding(
  db: Queryable,
  model: string,
  sha256: string,
): Promise<Float32Array | null> {
  const { rows } = await db.query(
    `SELECT embedding::text AS embedding FROM vectors.image_embedding
     WHERE sha256 = $1 AND model = $2 AND aspect = 'visual'`,
    [sha256, model],
  )
  const [row] = z.array(z.object({ embedding: z.string() })).parse(rows)
  return row ? parseVector(row.embedding) : null
}

/** The vectors of many contents by one model; a content without one is absent. */
export async function selectEmbeddings(
  db: Queryable,
  model: string,
  contents: readonly string[],
): Promise<Map<string, Float32Array>> {
  const { rows } = await db.query(
    `SELECT sha256, embedding::text AS embedding FROM vectors.image_embedding
     WHERE sha256 = ANY($1::char(64)[]) AND model = $2 AND aspect = 'visual'`,
    [contents, model],
  )
  return new Map(
    z
      .array(z.object({ sha256: z.string(), embedding: z.string() }))
      .parse(rows)
      .map((row) => [row.sha256, parseVector(row.embedding)]),
  )
}

const parseVector = (text: string): Float32Array =>
  Float32Array.from(z.array(z.number()).parse(JSON.parse(text)))

const photoRow = z.object({ photoId: z.string(), projectId: z.string() })

/**
 * Searchable photos whose content has no vector of the model and that no open job is about to read; those that a job
 * gave up on stay as they are.
 */
export async function selectPhotosOfOtherModels(
  db: Queryable,
  { model, limit }: { model: string; limit: number },
): Promise<z.infer<typeof photoRow>[]> {
  const { rows } = await db.query(
    `SELECT p.id AS "photoId", p.project_id AS "projectId" FROM photo p
     WHERE p.status = 'ready' AND p.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM vectors.image_embedding e
                       WHERE e.sha256 = p.sha256 AND e.model = $1 AND e.aspect = 'visual')
       AND NOT EXISTS (SELECT 1 FROM job_item i JOIN job j ON j.id = i.job_id
                       WHERE i.key = p.id::text AND j.name IN ('ingest-photos', 'embed-photos')
                         AND j.status IN ('waiting', 'running', 'blocked', 'paused'))
       AND NOT EXISTS (SELECT 1 FROM job_item i JOIN job j ON j.id = i.job_id
                       WHERE i.key = p.id::text AND i.status = 'failed' AND j.name = 'embed-photos' AND j.key = $1)
     ORDER BY p.id LIMIT $2`,
    [model, limit],
  )
  return z.array(photoRow).parse(rows)
}

const coverageRow = z.object({ photos: z.int(), current: z.int(), next: z.int() })
export type Coverage = z.infer<typeof coverageRow>

/** Searchable photos of the whole install, and how many of them each of two models has read. */
export async function selectCoverage(db: Queryable, current: string, next: string): Promise<Coverage> {
  const { rows } = await db.query(
    `SELECT count(*)::int AS photos, count(c.sha256)::int AS current, count(n.sha256)::int AS next
     FROM photo p
     LEFT JOIN vectors.image_embedding c ON c.sha256 = p.sha256 AND c.model = $1 AND c.aspect = 'visual'
     LEFT JOIN vectors.image_embedding n ON n.sha256 = p.sha256 AND n.model = $2 AND n.aspect = 'visual'
     WHERE p.status = 'ready' AND p.deleted_at IS NULL`,
    [current, next],
  )
  return z.tuple([coverageRow]).parse(rows)[0]
}

/** Photos of a project that both models have read: the same ones every time, and spread over all. */
export async function selectReadByBoth(
  db: Queryable,
  { projectId, models, limit }: { projectId: string; models: [string, string]; limit: number },
): Promise<{ id: string; sha256: string }[]> {
  const { rows } = await db.query(
    `SELECT p.id, p.sha256 FROM photo p
     WHERE p.project_id = $1::uuid AND p.status = 'ready' AND p.deleted_at IS NULL
       AND (SELECT count(*) FROM vectors.image_embedding e
            WHERE e.sha256 = p.sha256 AND e.model = ANY ($2::text[]) AND e.aspect = 'visual') = 2
     ORDER BY md5(p.id::text) LIMIT $3`,
    [projectId, models, limit],
  )
  return z.array(z.object({ id: z.string(), sha256: z.string() })).parse(rows)
}

/** Whether an admin has confirmed that the model may be searched with. */
export async function selectApproved(db: Queryable, model: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM vectors.model WHERE id = $1 AND approved_at IS NOT NULL', [
    model,
  ])
  return rows.length > 0
}

export async function updateApproved(db: Queryable, model: string): Promise<void> {
  await db.query('UPDATE vectors.model SET approved_at = now() WHERE id = $1', [model])
}
