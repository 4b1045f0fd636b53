import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../../auth/actor'
import { enqueueJob } from '../../jobs/enqueue-job.server'
import { visiblePhotos } from '../../photos/visible-photos.server'
import { whyUnavailable, type Strategy } from '../strategies'

/** Above this the answer takes minutes and nobody reviews it in one sitting. */
const MOST_PHOTOS = 600

interface StartInput {
  readonly strategy: Strategy
  /** Which photos; absent: the newest that belong to no product yet. */
  readonly photoIds?: readonly string[]
}

/**
 * Records a run and the job that carries it out, together.
 * @throws OPENAI_NOT_CONFIGURED, BAD_REQUEST when fewer than two photos can be paired.
 */
export async function startPairingRun(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  input: StartInput,
): Promise<{ runId: string; jobId: string; photos: number }> {
  const unavailable = whyUnavailable(input.strategy, { openAiKey: ctx.env.OPENAI_API_KEY })
  if (unavailable) throw new AppError('OPENAI_NOT_CONFIGURED', `${unavailable}.`)
  return ctx.db.prisma.$transaction(async (tx) => {
    const photos = await tx.photo.findMany({
      where: {
        AND: [
          visiblePhotos(actor),
          { deletedAt: null, status: { in: ['processed', 'ready'] } },
          input.photoIds
            ? { id: { in: [...input.photoIds] } }
            : { products: { none: { product: { deletedAt: null } } } },
        ],
      },
      select: { id: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MOST_PHOTOS,
    })
    if (photos.length < 2) {
      throw new AppError('BAD_REQUEST', 'A pair needs two photos that can be shown.', {
        hint: 'Upload more photos, or wait until those that were uploaded are read.',
      })
    }
    const run = await tx.pairingRun.create({
      data: {
        projectId: actor.projectId,
        strategy: input.strategy,
        createdById: actor.userId,
        photos: { create: photos.map(({ id }, position) => ({ photoId: id, position })) },
      },
      select: { id: true },
    })
    const { jobId } = await enqueueJob(tx, {
      name: 'pair-photos',
      payload: { runId: run.id },
      projectId: actor.projectId,
      title: `Pairing of ${photos.length} photos (${input.strategy})`,
      createdById: actor.userId,
    })
    await tx.pairingRun.update({ where: { id: run.id }, data: { jobId } })
    return { runId: run.id, jobId, photos: photos.length }
  })
}
