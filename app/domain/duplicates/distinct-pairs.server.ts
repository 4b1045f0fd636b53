import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { visiblePhotos } from '../photos/visible-photos.server'

export interface DistinctPairs {
  /** Whether somebody said that these two are not the same picture, whichever is named first. */
  has(one: string, other: string): boolean
  /** Whether the photo is in any such pair. */
  isMarked(id: string): boolean
}

/** What people said about pairs that look alike and are not. */
export async function readDistinctPairs(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<DistinctPairs> {
  const pairs = await ctx.db.prisma.distinctPhotos.findMany({
    where: { photo: visiblePhotos(actor) },
    select: { photoId: true, otherId: true },
  })
  const others = new Map<string, Set<string>>()
  const note = (one: string, other: string) => {
    const known = others.get(one)
    if (known) known.add(other)
    else others.set(one, new Set([other]))
  }
  for (const { photoId, otherId } of pairs) {
    note(photoId, otherId)
    note(otherId, photoId)
  }
  return {
    has: (one, other) => others.get(one)?.has(other) ?? false,
    isMarked: (id) => others.has(id),
  }
}
