import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { seesWholeProject, type Actor } from '../auth/actor'
import { describePhoto } from './describe-photo'
import type { PhotoFacts } from './photo-view'
import { visiblePhotos } from './visible-photos.server'

/**
 * One photo with all its facts; a deleted one too while its deletion can be undone (`deletedAt` says so).
 * @throws AppError NOT_FOUND, also for a photo of another project or person
 */
export async function getPhoto(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoId: string,
): Promise<PhotoFacts> {
  const photo = await ctx.db.prisma.photo.findFirst({
    where: { AND: [visiblePhotos(actor), { id: photoId }] },
    include: {
      uploader: { select: { id: true, name: true } },
      tags: { orderBy: { tag: 'asc' } },
      collections: { include: { collection: { select: { id: true, name: true } } } },
    },
  })
  if (!photo) throw new AppError('NOT_FOUND', 'There is no such photo.')
  return {
    ...describePhoto(photo),
    cameraMake: photo.cameraMake,
    cameraModel: photo.cameraModel,
    lens: photo.lens,
    latitude: photo.latitude,
    longitude: photo.longitude,
    // Who else has the same picture is none of a customer's business.
    uploader: seesWholeProject(actor) || photo.uploaderId === actor.userId ? photo.uploader : null,
    tags: photo.tags.map(({ tag }) => tag),
    collections: photo.collections.map(({ collection }) => collection),
  }
}
