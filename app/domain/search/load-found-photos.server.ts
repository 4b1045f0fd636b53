import type { Actor } from '~/domain/auth/actor'
import { describePhoto, photoViewColumns } from '~/domain/photos/describe-photo'
import type { PhotoView } from '~/domain/photos/photo-view'
import { visiblePhotos } from '~/domain/photos/visible-photos.server'
import type { AppContext } from '~/platform/context.server'

/** The rows of a page of results by id. One deleted since it was found is not among them. */
export async function loadFoundPhotos(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  ids: string[],
): Promise<Map<string, PhotoView>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.prisma.photo.findMany({
    where: { ...visiblePhotos(actor), id: { in: ids }, deletedAt: null },
    select: photoViewColumns,
  })
  return new Map(rows.map((row) => [row.id, describePhoto(row)]))
}
