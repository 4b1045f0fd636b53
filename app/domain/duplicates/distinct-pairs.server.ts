import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { visiblePhotos } from '../photos/visible-photos.server'

/** One key for two photos, whichever comes first. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

/** What people said about pairs that look alike and are not, as {@link pairKey}s. */
export async function readDistinctPairs(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<Set<string>> {
  const pairs = await ctx.db.prisma.distinctPhotos.findMany({
    where: { photo: visiblePhotos(actor) },
    select: { photoId: true, otherId: true },
  })
  return new Set(pairs.map(({ photoId, otherId }) => pairKey(photoId, otherId)))
}
