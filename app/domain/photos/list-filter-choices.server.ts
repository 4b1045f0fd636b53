import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'
import { selectDistinctValues } from './filter-choices.queries.server'
import { photosWhereParts } from './photo-filters.server'

export interface FilterChoices {
  contentTypes: string[]
  cameras: string[]
}

/** More cameras than this are no list to choose from. */
const MOST_CAMERAS = 200

/**
 * What the filters of the library offer: the types and cameras that are among the actor's photos, by name. Staff's come
 * from the indexes alone; a customer's from their own photos.
 */
export async function listFilterChoices(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<FilterChoices> {
  if (seesWholeProject(actor)) {
    const [contentTypes, cameras] = await Promise.all([
      selectDistinctValues(ctx.db.pool, actor.projectId, 'content_type', MOST_CAMERAS),
      selectDistinctValues(ctx.db.pool, actor.projectId, 'camera_model', MOST_CAMERAS),
    ])
    return { contentTypes, cameras }
  }
  const parts = photosWhereParts(actor)
  const [types, cameras] = await Promise.all([
    Promise.all(parts.map((where) => ctx.db.prisma.photo.groupBy({ by: ['contentType'], where }))),
    Promise.all(parts.map((where) => ctx.db.prisma.photo.groupBy({ by: ['cameraModel'], where }))),
  ])
  const sorted = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))].sort()
  return {
    contentTypes: sorted(types.flat().map(({ contentType }) => contentType)),
    cameras: sorted(cameras.flat().map(({ cameraModel }) => cameraModel)).slice(0, MOST_CAMERAS),
  }
}
