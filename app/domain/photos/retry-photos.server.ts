import type { AppContext } from '~/platform/context.server'
import type { Actor } from '../auth/actor'
import { publishEvents } from '../jobs/publish-event.server'
import { enqueueIngest } from './enqueue-ingest.server'
import { visiblePhotos } from './visible-photos.server'

/**
 * Reads failed photos again, as one job. Others are passed over.
 * @returns the ids that wait now, and their job
 */
export async function retryPhotos(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoIds: string[],
): Promise<{ photoIds: string[]; jobId: string | null }> {
  return ctx.db.prisma.$transaction(async (tx) => {
    const retried = await tx.photo.updateManyAndReturn({
      where: { AND: [visiblePhotos(actor), { id: { in: photoIds }, deletedAt: null, status: 'failed' }] },
      data: { status: 'waiting', errorCode: null, errorMessage: null },
      select: { id: true, uploaderId: true },
    })
    if (retried.length === 0) return { photoIds: [], jobId: null }
    const ids = retried.map(({ id }) => id)
    const { jobId } = await enqueueIngest(tx, {
      projectId: actor.projectId,
      photoIds: ids,
      title: 'Retried photos',
      createdById: actor.userId,
    })
    await publishEvents(
      tx,
      retried.map(({ id, uploaderId }) => ({
        kind: 'photo',
        id,
        projectId: actor.projectId,
        ownerId: uploaderId,
        status: 'waiting',
      })),
    )
    return { photoIds: ids, jobId }
  })
}
