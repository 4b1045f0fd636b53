import { publishEvents } from '~/domain/jobs/publish-event.server'
import type { AppContext } from '~/platform/context.server'
import type { Prisma } from '~/platform/db/connect.server'
import type { ErrorCode } from '~/platform/errors'

export interface FailedPhoto {
  photoId: string
  code: ErrorCode
  message: string
}

/** Searchable from now on. Photos that were purged meanwhile are simply not there. */
export async function markEmbedded(ctx: Pick<AppContext, 'db'>, photoIds: string[]): Promise<string[]> {
  await update(ctx, photoIds, { status: 'ready', errorCode: null, errorMessage: null })
  return photoIds
}

/** Not searchable by picture; the person sees why and may retry. */
export async function markNotEmbedded(
  ctx: Pick<AppContext, 'db'>,
  failed: FailedPhoto[],
): Promise<FailedPhoto[]> {
  for (const { photoId, code, message } of failed) {
    await update(ctx, [photoId], { status: 'failed', errorCode: code, errorMessage: message })
  }
  return failed
}

/** The rows and their events in one transaction: a browser that hears of a photo finds it changed. */
async function update(
  ctx: Pick<AppContext, 'db'>,
  photoIds: string[],
  data: Prisma.PhotoUpdateManyMutationInput,
) {
  if (photoIds.length === 0) return
  await ctx.db.prisma.$transaction(async (tx) => {
    const photos = await tx.photo.updateManyAndReturn({
      where: { id: { in: photoIds } },
      data,
      select: { id: true, projectId: true, uploaderId: true, status: true },
    })
    await publishEvents(
      tx,
      photos.map(({ id, projectId, uploaderId, status }) => ({
        kind: 'photo',
        id,
        projectId,
        ownerId: uploaderId,
        status,
      })),
    )
  })
}
