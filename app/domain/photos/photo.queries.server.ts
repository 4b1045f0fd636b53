import type pg from 'pg'
import type { PictureFacts } from './make-derivatives.server'
import type { PhotoMetadata } from './read-metadata.server'
import type { PhotoStatus } from './photo-view'

type Queryable = Pick<pg.ClientBase, 'query'>

/**
 * The statements every photo passes through on its way in. Plain SQL instead of Prisma's models: on two cores the taking
 * in of small pictures spent more time in Prisma's query compiler (WebAssembly, compiled anew by each process) and in
 * round trips than in decoding them.
 */
export interface NewPhoto {
  id: string
  projectId: string
  uploaderId: string
  sha256: string
  fileName: string
  byteSize: number
  contentType: string
  extension: string
}

export interface AddedPhoto {
  id: string
  createdAt: Date
}

/**
 * Tells the browsers of rows that a statement has changed: `id`, `project_id`, `uploader_id`, `status`. Those of customers
 * who sent the same picture too hear of it as well; the first fifty, for a notification has its limit of 8,000 bytes.
 */
const NOTIFY = `pg_notify('recto', json_build_object('kind', 'photo', 'id', id, 'projectId', project_id,
              'ownerId', uploader_id, 'status', status, 'claimantIds', (
                SELECT json_agg(user_id) FROM (SELECT user_id FROM photo_claim WHERE photo_id = id LIMIT 50) claim))::text)`

/**
 * Inserts photos whose content is new to their project; the others are missing from the answer. Waits for a rival insert
 * of the same bytes: one `added`, everybody else not. In one order everywhere, so that two such statements never wait
 * for each other.
 */
export async function insertPhotos(db: Queryable, photos: NewPhoto[]): Promise<AddedPhoto[]> {
  const { rows } = await db.query<AddedPhoto>(
    `WITH added AS (
       INSERT INTO photo (id, project_id, uploader_id, sha256, file_name, byte_size, content_type, extension, updated_at)
       SELECT *, now() FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
              $8::text[]) AS given (id, project_id, uploader_id, sha256, file_name, byte_size, content_type, extension)
        ORDER BY project_id, sha256
       ON CONFLICT (project_id, sha256) DO NOTHING
       RETURNING id, project_id, uploader_id, status, created_at)
     SELECT id, created_at AS "createdAt", ${NOTIFY} FROM added`,
    [
      photos.map((photo) => photo.id),
      photos.map((photo) => photo.projectId),
      photos.map((photo) => photo.uploaderId),
      photos.map((photo) => photo.sha256),
      photos.map((photo) => photo.fileName),
      photos.map((photo) => photo.byteSize),
      photos.map((photo) => photo.contentType),
      photos.map((photo) => photo.extension),
    ],
  )
  return rows
}

/** What the worker needs to know of a photo before it reads it. */
export interface PhotoSource {
  id: string
  projectId: string
  sha256: string
  extension: string
  contentType: string
}

/** Those of these photos that are not deleted. */
export async function selectPhotoSources(db: Queryable, ids: string[]): Promise<PhotoSource[]> {
  const { rows } = await db.query<PhotoSource>(
    `SELECT id, project_id AS "projectId", sha256, extension, content_type AS "contentType"
       FROM photo WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL`,
    [ids],
  )
  return rows
}

export type ReadPhoto = { id: string; width: number; height: number } & PictureFacts & PhotoMetadata

/**
 * Writes what was read from pictures: status `processed`. Not over `ready`: a worker that was frozen before this and
 * wakes must not undo what its successor finished.
 */
export async function updateReadPhotos(db: Queryable, photos: ReadPhoto[]): Promise<void> {
  await db.query(
    `WITH changed AS (
       UPDATE photo SET status = 'processed', error_code = NULL, error_message = NULL, updated_at = now(),
              width = r.width, height = r.height, placeholder = r.placeholder, pixel_hash = r."pixelHash",
              perceptual_hash = r."perceptualHash", taken_at = r."takenAt", camera_make = r."cameraMake",
              camera_model = r."cameraModel", lens = r.lens, latitude = r.latitude, longitude = r.longitude
         FROM json_to_recordset($1::json) AS r (id uuid, width int, height int, placeholder text, "pixelHash" text,
              "perceptualHash" text, "takenAt" timestamptz, "cameraMake" text, "cameraModel" text, lens text,
              latitude float8, longitude float8)
        WHERE photo.id = r.id AND photo.status <> 'ready'
       RETURNING photo.id, project_id, uploader_id, status)
     SELECT ${NOTIFY} FROM changed`,
    [JSON.stringify(photos)],
  )
}

export interface PhotoOutcome {
  id: string
  status: Extract<PhotoStatus, 'ready' | 'failed'>
  code: string | null
  message: string | null
}

/** The end of a photo's way in: searchable, or failed with the reason. Photos that were purged meanwhile are not there. */
export async function updatePhotoOutcomes(db: Queryable, outcomes: PhotoOutcome[]): Promise<void> {
  if (outcomes.length === 0) return
  await db.query(
    `WITH changed AS (
       UPDATE photo SET status = o.status::"PhotoStatus", error_code = o.code, error_message = o.message,
              updated_at = now()
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS o (id, status, code, message)
        WHERE photo.id = o.id
       RETURNING photo.id, project_id, uploader_id, photo.status)
     SELECT ${NOTIFY} FROM changed`,
    [
      outcomes.map((outcome) => outcome.id),
      outcomes.map((outcome) => outcome.status),
      outcomes.map((outcome) => outcome.code),
      outcomes.map((outcome) => outcome.message),
    ],
  )
}
