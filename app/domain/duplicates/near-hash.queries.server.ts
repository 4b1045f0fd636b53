import type pg from 'pg'
import { seesWholeProject, type Actor } from '../auth/actor'

type Queryable = Pick<pg.Pool, 'query'>

/**
 * Remembers hashes and which known ones are near them, so that nobody compares a whole library while a person waits. A
 * hash that is known already costs one look-up. `photos` may be of several projects; one without a hash is near none.
 */
export async function linkNearHashes(
  db: Queryable,
  photos: { projectId: string; perceptualHash: string | null }[],
): Promise<void> {
  const hashed = photos.filter(({ perceptualHash }) => perceptualHash !== null)
  if (hashed.length === 0) return
  await db.query(
    `SELECT link_near_hashes(project_id, array_agg(hash))
       FROM unnest($1::uuid[], $2::text[]) AS given (project_id, hash) GROUP BY project_id`,
    [hashed.map((photo) => photo.projectId), hashed.map((photo) => photo.perceptualHash)],
  )
}

/** After photos were purged. Reads every hash of every project once: for upkeep. */
export async function forgetOrphanHashes(db: Queryable): Promise<void> {
  await db.query('SELECT forget_orphan_hashes(id) FROM project')
}

export interface NearPhoto {
  id: string
  hash: string
  pixelHash: string | null
}

/**
 * The actor's photos whose hash another photo has too or one near to it, newest first. That other photo may be one the
 * actor may not see: who is alone in what the answer holds is left out by the caller.
 */
export async function selectNearPhotos(db: Queryable, actor: Actor, limit: number): Promise<NearPhoto[]> {
  const columns = 'p.id, p.perceptual_hash AS hash, p.pixel_hash AS "pixelHash", p.created_at'
  const live = 'p.project_id = $1 AND p.deleted_at IS NULL AND p.perceptual_hash IS NOT NULL'
  const near = `SELECT hash FROM near_hash WHERE project_id = $1
                UNION SELECT other_hash FROM near_hash WHERE project_id = $1`
  // Of the whole project: hashes first, from the index, then their photos. Of one person: theirs first.
  const { rows } = seesWholeProject(actor)
    ? await db.query<NearPhoto>(
        `WITH near AS (${near} UNION
           SELECT p.perceptual_hash FROM photo p WHERE ${live} GROUP BY p.perceptual_hash HAVING count(*) > 1)
         SELECT ${columns} FROM near JOIN photo p ON p.perceptual_hash = near.hash WHERE ${live}
          ORDER BY p.created_at DESC, p.id DESC LIMIT $2`,
        [actor.projectId, limit],
      )
    : await db.query<NearPhoto>(
        `WITH mine AS (
           SELECT ${columns} FROM photo p WHERE ${live} AND p.uploader_id = $3
           UNION SELECT ${columns} FROM photo_claim c JOIN photo p ON p.id = c.photo_id
            WHERE ${live} AND c.user_id = $3 AND c.deleted_at IS NULL),
         counted AS (SELECT *, count(*) OVER (PARTITION BY hash) AS number FROM mine)
         SELECT id, hash, "pixelHash" FROM counted WHERE number > 1 OR hash IN (${near})
          ORDER BY created_at DESC, id DESC LIMIT $2`,
        [actor.projectId, limit, actor.userId],
      )
  return rows
}

/** Pairs of near hashes, those of photos nobody sees any more among them. `of`: only between these. */
export async function selectNearHashes(
  db: Queryable,
  projectId: string,
  of: string[] | null = null,
): Promise<[string, string][]> {
  const { rows } = await db.query<{ hash: string; other: string }>(
    `SELECT hash, other_hash AS other FROM near_hash WHERE project_id = $1
      ${of ? 'AND hash = ANY ($2::char(16)[]) AND other_hash = ANY ($2::char(16)[])' : ''}`,
    of ? [projectId, of] : [projectId],
  )
  return rows.map(({ hash, other }) => [hash, other])
}
