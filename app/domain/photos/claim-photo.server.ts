import type { Prisma } from '~/platform/db/connect.server'
import type { Actor } from '../auth/actor'

/** Makes a photo that somebody else uploaded first the actor's too: they hold the same bytes. */
export async function claimPhoto(tx: Prisma.TransactionClient, actor: Actor, photoId: string): Promise<void> {
  const claim = { photoId, userId: actor.userId }
  await tx.photoClaim.upsert({
    where: { photoId_userId: claim },
    create: claim,
    update: { deletedAt: null },
  })
}

/**
 * Takes photos away from a customer alone, where somebody else uploaded the same bytes: for the others nothing changes.
 * @returns the ids that were given up; the rest of `photoIds` is the actor's alone
 */
export async function giveUpPhotos(
  tx: Prisma.TransactionClient,
  actor: Actor,
  photoIds: string[],
  deletedAt: Date,
): Promise<string[]> {
  const { userId } = actor
  const claimed = await tx.photoClaim.updateManyAndReturn({
    where: { userId, photoId: { in: photoIds }, deletedAt: null, photo: { projectId: actor.projectId } },
    data: { deletedAt },
    select: { photoId: true },
  })
  // Uploaded by this customer first and by others later: the photo passes to the next of them.
  const heirs = await tx.photoClaim.findMany({
    where: {
      photoId: { in: photoIds },
      deletedAt: null,
      userId: { not: userId },
      photo: { uploaderId: userId, projectId: actor.projectId, deletedAt: null },
    },
    orderBy: { createdAt: 'asc' },
  })
  const passedOn = new Map(heirs.reverse().map((heir) => [heir.photoId, heir.userId]))
  for (const [photoId, heirId] of passedOn) {
    await tx.photo.update({ where: { id: photoId }, data: { uploaderId: heirId } })
    await tx.photoClaim.delete({ where: { photoId_userId: { photoId, userId: heirId } } })
    await tx.photoClaim.upsert({
      where: { photoId_userId: { photoId, userId } },
      create: { photoId, userId, deletedAt },
      update: { deletedAt },
    })
  }
  return [...claimed.map(({ photoId }) => photoId), ...passedOn.keys()]
}

/** Undoes {@link giveUpPhotos}. @returns the ids that are the actor's again */
export async function takeBackPhotos(
  tx: Prisma.TransactionClient,
  actor: Actor,
  photoIds: string[],
): Promise<string[]> {
  const taken = await tx.photoClaim.updateManyAndReturn({
    where: {
      userId: actor.userId,
      photoId: { in: photoIds },
      deletedAt: { not: null },
      photo: { projectId: actor.projectId, deletedAt: null },
    },
    data: { deletedAt: null },
    select: { photoId: true },
  })
  return taken.map(({ photoId }) => photoId)
}
