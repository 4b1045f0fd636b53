import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../auth/actor'
import { visiblePhotos } from '../photos/visible-photos.server'

/** A group of so many is a fault of the comparison, not a question for a person; 100 photos make 4,950 pairs. */
const MOST_IN_GROUP = 100

/**
 * Remembers that these photos, which look alike, are not the same picture: they are not proposed together again.
 * `distinct: false` takes it back.
 * @throws AppError NOT_FOUND when one of them is not the actor's to judge, BAD_REQUEST for fewer than two or too many
 */
export async function markDistinct(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  input: { photoIds: readonly string[]; distinct: boolean },
): Promise<void> {
  const ids = [...new Set(input.photoIds)].sort()
  if (ids.length < 2 || ids.length > MOST_IN_GROUP) {
    throw new AppError('BAD_REQUEST', `Name 2 to ${MOST_IN_GROUP} photos of one group.`)
  }
  const visible = await ctx.db.prisma.photo.count({
    where: { AND: [visiblePhotos(actor), { id: { in: ids } }] },
  })
  if (visible < ids.length) throw new AppError('NOT_FOUND', 'One of these photos does not exist any more.')
  if (!input.distinct) {
    await ctx.db.prisma.distinctPhotos.deleteMany({ where: { photoId: { in: ids }, otherId: { in: ids } } })
    return
  }
  await ctx.db.prisma.distinctPhotos.createMany({
    data: ids.flatMap((photoId, index) => ids.slice(index + 1).map((otherId) => ({ photoId, otherId }))),
    skipDuplicates: true,
  })
}
