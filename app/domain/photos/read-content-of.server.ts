import type { AppContext } from '~/platform/context.server'

/** The content hash of a photo; null when it is gone or was deleted. */
export async function readContentOf(
  ctx: Pick<AppContext, 'db'>,
  photoId: string,
): Promise<{ sha256: string } | null> {
  return ctx.db.prisma.photo.findFirst({ where: { id: photoId, deletedAt: null }, select: { sha256: true } })
}
