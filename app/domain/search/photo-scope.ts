import { seesWholeProject, type Actor } from '~/domain/auth/actor'
import { containsPattern } from './escape-like'
import type { SearchFilters } from './search-query'

export interface PhotoScope {
  actor: Actor
  filters: SearchFilters
  /** The photo a "find similar" started from. */
  exceptPhotoId?: string
}

/**
 * The one condition under which search may look at a photo (alias `p`): in the actor's project, not deleted, their own
 * if they are a customer (as photos/visible-photos.server.ts has it), and within the filters. Only fixed text and parameter numbers from `$1` on; a statement's own
 * parameters come after `values`.
 *
 * Put together rather than one fixed text with `$n IS NULL OR …`: Postgres cannot turn an EXISTS inside an OR into a
 * join, so a collection of 1,000 photos was found by reading all 100,000 (measured: ten times the time).
 */
export function photoScope({ actor, filters, exceptPhotoId }: PhotoScope): {
  sql: string
  values: unknown[]
} {
  const values: unknown[] = [actor.projectId]
  const conditions = ['p.project_id = $1::uuid', 'p.deleted_at IS NULL']
  const add = <T>(value: T | undefined, condition: (place: string) => string) => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`))
  }
  const { near } = filters
  add(
    seesWholeProject(actor) ? undefined : actor.userId,
    (own) =>
      `(p.uploader_id = ${own}::text OR p.id IN (
         SELECT photo_id FROM photo_claim WHERE user_id = ${own}::text AND deleted_at IS NULL))`,
  )
  add(exceptPhotoId, (id) => `p.id <> ${id}::uuid`)
  add(filters.takenFrom, (from) => `p.taken_at >= ${from}::timestamptz`)
  add(filters.takenTo, (to) => `p.taken_at <= ${to}::timestamptz`)
  add(
    filters.camera === undefined ? undefined : containsPattern(filters.camera),
    (pattern) => `concat_ws(' ', p.camera_make, p.camera_model) ILIKE ${pattern}::text`,
  )
  add(
    filters.collectionId,
    (id) => `p.id IN (SELECT photo_id FROM collection_photo WHERE collection_id = ${id}::uuid)`,
  )
  add(filters.tag, (tag) => `p.id IN (SELECT photo_id FROM photo_tag WHERE tag = ${tag}::text)`)
  add(filters.uploaderId, (id) => `p.uploader_id = ${id}::text`)
  add(filters.contentType, (type) => `p.content_type = ${type}::text`)
  add(filters.minSide, (side) => `least(p.width, p.height) >= ${side}::int`)
  add(filters.status, (status) => `p.status = ${status}::"PhotoStatus"`)
  if (near) {
    const [latitude, longitude, km] = [near.latitude, near.longitude, near.radiusKm].map(
      (value) => `$${values.push(value)}::float8`,
    )
    // The band of latitude first: it is cheap and leaves little for the great circle.
    conditions.push(
      `p.latitude BETWEEN ${latitude} - ${km} / 110 AND ${latitude} + ${km} / 110
       AND 12742 * asin(least(1, sqrt(
         power(sind((p.latitude - ${latitude}) / 2), 2)
         + cosd(${latitude}) * cosd(p.latitude) * power(sind((p.longitude - ${longitude}) / 2), 2)))) <= ${km}`,
    )
  }
  return { sql: conditions.join(' AND '), values }
}
