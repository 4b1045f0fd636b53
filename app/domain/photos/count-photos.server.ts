import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { photosWhereParts, type PhotoFilters } from './photo-filters.server'
import type { PhotoStatus } from './photo-view'

/** How many visible photos there are in each status: read from the index of states alone where nothing else is asked. */
export async function countPhotos(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  filters?: PhotoFilters,
): Promise<Record<PhotoStatus, number> & { total: number }> {
  const groups = await Promise.all(
    photosWhereParts(actor, filters).map((where) =>
      ctx.db.prisma.photo.groupBy({ by: ['status'], where, _count: { _all: true } }),
    ),
  )
  const counts = { waiting: 0, processed: 0, ready: 0, failed: 0, total: 0 }
  for (const { status, _count } of groups.flat()) {
    counts[status] += _count._all
    counts.total += _count._all
  }
  return counts
}
