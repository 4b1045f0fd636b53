import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../../auth/actor'
import { enqueueJob } from '../../jobs/enqueue-job.server'
import { whyUnavailable, type Strategy } from '../strategies'
import { choosePhotos, type PhotoChoice } from './choose-photos.server'

interface StartInput {
  readonly strategy: Strategy
  /** Absent: all photos that are the front or back of no product yet. With `run` the new run is compared with it. */
  readonly choice?: PhotoChoice
}

/**
 * Records a run and the job that carries it out, together.
 * @throws OPENAI_NOT_CONFIGURED; NOT_FOUND; BAD_REQUEST when fewer than two photos can be paired;
 * PERMISSION_DENIED for customers
 */
export async function startPairingRun(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  { strategy, choice = { kind: 'unused' } }: StartInput,
): Promise<{ runId: string; jobId: string; photos: number }> {
  assertStaff(actor)
  const unavailable = whyUnavailable(strategy, { openAiKey: ctx.env.OPENAI_API_KEY })
  if (unavailable) throw new AppError('OPENAI_NOT_CONFIGURED', `${unavailable}.`)
  return ctx.db.prisma.$transaction(async (tx) => {
    const { photos, leftOut } = await choosePhotos(tx, actor, choice)
    if (photos.length < 2) {
      throw new AppError('BAD_REQUEST', 'A pair needs two photos that can be shown.', {
        hint:
          leftOut.waiting > 0
            ? `${leftOut.waiting} photos are still being read. Try again in a moment.`
            : 'Upload more photos or choose others.',
      })
    }
    const run = await tx.pairingRun.create({
      data: {
        projectId: actor.projectId,
        strategy,
        createdById: actor.userId,
        besideId: choice.kind === 'run' ? choice.runId : null,
        photos: { create: photos.map(({ id }, position) => ({ photoId: id, position })) },
      },
      select: { id: true },
    })
    const { jobId } = await enqueueJob(tx, {
      name: 'pair-photos',
      payload: { runId: run.id },
      projectId: actor.projectId,
      title: `Pairing of ${photos.length} photos (${strategy})`,
      createdById: actor.userId,
    })
    await tx.pairingRun.update({ where: { id: run.id }, data: { jobId } })
    return { runId: run.id, jobId, photos: photos.length }
  })
}
