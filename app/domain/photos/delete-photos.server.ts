import type { AppContext } from '~/platform/context.server'
import { seesWholeProject, type Actor } from '../auth/actor'
import { publishEvents } from '../jobs/publish-event.server'
import { giveUpPhotos, takeBackPhotos } from './claim-photo.server'
import { enqueueIngest } from './enqueue-ingest.server'
import { visiblePhotos } from './visible-photos.server'

type ChangeContext = Pick<AppContext, 'db' | 'now'>

/**
 * Moves photos to the bin: gone from lists and search at once, brought back by {@link restorePhotos} until the purge.
 * Ids that the actor may not see, or that are deleted already, are passed over. A customer's copy of what somebody else
 * uploaded too is deleted for them alone.
 * @returns the ids that were deleted now
 */
export function deletePhotos(ctx: ChangeContext, actor: Actor, photoIds: string[]): Promise<string[]> {
  return setDeleted(ctx, actor, photoIds, ctx.now())
}

/** Undoes {@link deletePhotos}. @returns the ids that came back */
export function restorePhotos(ctx: ChangeContext, actor: Actor, photoIds: string[]): Promise<string[]> {
  return setDeleted(ctx, actor, photoIds, null)
}

async function setDeleted(
  ctx: ChangeContext,
  actor: Actor,
  photoIds: string[],
  deletedAt: Date | null,
): Promise<string[]> {
  return ctx.db.prisma.$transaction(async (tx) => {
    const own = seesWholeProject(actor)
      ? []
      : deletedAt
        ? await giveUpPhotos(tx, actor, photoIds, deletedAt)
        : await takeBackPhotos(tx, actor, photoIds)
    const ids = photoIds.filter((id) => !own.includes(id))
    const changed = await tx.photo.updateManyAndReturn({
      where: {
        AND: [visiblePhotos(actor), { id: { in: ids }, deletedAt: deletedAt ? null : { not: null } }],
      },
      data: { deletedAt },
      select: { id: true, uploaderId: true, status: true },
    })
    // Their job found them deleted and passed them over.
    const unread = changed.filter(({ status }) => status === 'waiting' || status === 'processed')
    if (!deletedAt && unread.length > 0) {
      await enqueueIngest(tx, {
        projectId: actor.projectId,
        photoIds: unread.map(({ id }) => id),
        title: 'Restored photos',
        createdById: actor.userId,
      })
    }
    const events = [...changed, ...own.map((id) => ({ id, uploaderId: actor.userId }))]
    await publishEvents(
      tx,
      events.map(({ id, uploaderId }) => ({
        kind: 'photo',
        id,
        projectId: actor.projectId,
        ownerId: uploaderId,
        status: deletedAt ? 'deleted' : 'restored',
      })),
    )
    return events.map(({ id }) => id)
  })
}
