import type { AppContext } from '~/platform/context.server'
import { newerThan, olderThan } from '~/platform/db/place'
import type { Actor } from '../auth/actor'
import { photosWhere, type PhotoFilters } from './photo-filters.server'
import type { PhotoView } from './photo-view'

export interface Neighbours {
  /** The next newer photo of the list. */
  previousId: string | null
  /** The next older one. */
  nextId: string | null
}

/** The photos before and after one, in the order and under the filters of {@link listPhotos}. */
export async function findNeighbours(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photo: Pick<PhotoView, 'id' | 'createdAt'>,
  filters?: PhotoFilters,
): Promise<Neighbours> {
  const place = { id: photo.id, createdAt: new Date(photo.createdAt) }
  const where = photosWhere(actor, filters)
  const [previous, next] = await Promise.all([
    ctx.db.prisma.photo.findFirst({
      where: { AND: [where, newerThan(place)] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true },
    }),
    ctx.db.prisma.photo.findFirst({
      where: { AND: [where, olderThan(place)] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    }),
  ])
  return { previousId: previous?.id ?? null, nextId: next?.id ?? null }
}
