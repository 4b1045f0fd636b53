import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import type { ContentAddress } from './storage-keys'
import { visiblePhotos } from './visible-photos.server'

export interface MediaSource extends ContentAddress {
  fileName: string
  contentType: string
}

/**
 * Where the files of photos lie; those that the actor may not see are missing. One indexed read for all thumbnails that
 * a grid asks for at the same moment.
 */
export async function findMedia(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoIds: string[],
): Promise<Map<string, MediaSource>> {
  const photos = await ctx.db.prisma.photo.findMany({
    where: { AND: [visiblePhotos(actor), { id: { in: photoIds } }] },
    select: { id: true, projectId: true, sha256: true, extension: true, fileName: true, contentType: true },
  })
  return new Map(photos.map(({ id, ...source }) => [id, source]))
}
