import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import type { ContentAddress } from './storage-keys'
import { visiblePhotos } from './visible-photos.server'

export interface MediaSource extends ContentAddress {
  fileName: string
  contentType: string
}

/** Where a photo's files lie; null when the actor may not see it. One indexed read: it stands before every thumbnail. */
export async function findMedia(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoId: string,
): Promise<MediaSource | null> {
  return ctx.db.prisma.photo.findFirst({
    where: { AND: [visiblePhotos(actor), { id: photoId }] },
    select: { projectId: true, sha256: true, extension: true, fileName: true, contentType: true },
  })
}
