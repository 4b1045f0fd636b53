import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../auth/actor'
import { describePhoto, photoViewColumns } from '../photos/describe-photo'
import type { CollectionView } from './collection-view'

const COVERS = 4

/** The project's collections by name, each with its count and its newest photos. */
export async function listCollections(ctx: Pick<AppContext, 'db'>, actor: Actor): Promise<CollectionView[]> {
  assertStaff(actor)
  const shown = { photo: { deletedAt: null } }
  const collections = await ctx.db.prisma.collection.findMany({
    where: { projectId: actor.projectId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: {
      _count: { select: { photos: { where: shown } } },
      photos: {
        where: shown,
        orderBy: [{ addedAt: 'desc' }, { photoId: 'desc' }],
        take: COVERS,
        select: { photo: { select: photoViewColumns } },
      },
    },
  })
  return collections.map(({ id, name, _count, photos }) => ({
    id,
    name,
    count: _count.photos,
    covers: photos.map(({ photo }) => describePhoto(photo)),
  }))
}
