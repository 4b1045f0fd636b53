import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { photosWhere } from './photo-filters.server'

export interface FilterChoices {
  contentTypes: string[]
  cameras: string[]
}

/** More cameras than this are no list to choose from. */
const MOST_CAMERAS = 100

/** What the filters of the library offer: the types and cameras that are among the actor's photos, commonest first. */
export async function listFilterChoices(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<FilterChoices> {
  const where = photosWhere(actor)
  const [types, cameras] = await Promise.all([
    ctx.db.prisma.photo.groupBy({
      by: ['contentType'],
      where,
      _count: { _all: true },
      orderBy: { _count: { contentType: 'desc' } },
    }),
    ctx.db.prisma.photo.groupBy({
      by: ['cameraModel'],
      where: { AND: [where, { cameraModel: { not: null } }] },
      _count: { _all: true },
      orderBy: { _count: { cameraModel: 'desc' } },
      take: MOST_CAMERAS,
    }),
  ])
  return {
    contentTypes: types.map(({ contentType }) => contentType),
    cameras: cameras.flatMap(({ cameraModel }) => (cameraModel ? [cameraModel] : [])),
  }
}
