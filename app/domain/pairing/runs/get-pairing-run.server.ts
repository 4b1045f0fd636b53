import { z } from 'zod'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../../auth/actor'
import { describePhoto, photoViewColumns } from '../../photos/describe-photo'
import type { RunView } from './run-view'

const evidenceColumn = z.array(z.string()).catch([])
const confidenceColumn = z.enum(['sure', 'check', 'doubtful']).catch('doubtful')

/** A run with its pairs and the photos that have no partner. @throws NOT_FOUND */
export async function getPairingRun(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  runId: string,
): Promise<RunView> {
  const run = await ctx.db.prisma.pairingRun.findFirst({
    where: { id: runId, projectId: actor.projectId },
    include: {
      job: { select: { id: true, status: true, statusReason: true, done: true, total: true } },
      pairs: { orderBy: [{ score: 'desc' }, { id: 'asc' }] },
      photos: { orderBy: { position: 'asc' } },
    },
  })
  if (!run) throw new AppError('NOT_FOUND', 'There is no such pairing run.')
  const rows = await ctx.db.prisma.photo.findMany({
    where: { id: { in: run.photos.map(({ photoId }) => photoId) }, projectId: actor.projectId },
    select: photoViewColumns,
  })
  const photos = new Map(rows.map((row) => [row.id, describePhoto(row)]))
  const live = run.pairs.filter((pair) => pair.state !== 'rejected')
  const placed = new Set(live.flatMap((pair) => [pair.frontPhotoId, pair.backPhotoId]))
  return {
    id: run.id,
    strategy: run.strategy,
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    costUsd: run.costUsd,
    job: run.job,
    pairs: live.flatMap((pair) => {
      const front = photos.get(pair.frontPhotoId)
      const back = photos.get(pair.backPhotoId)
      if (!front || !back) return []
      return [
        {
          id: pair.id,
          version: pair.version,
          front,
          back,
          score: pair.score,
          confidence: confidenceColumn.parse(pair.confidence),
          evidence: evidenceColumn.parse(pair.evidence),
          accepted: pair.state === 'accepted',
          productId: pair.productId,
        },
      ]
    }),
    unpaired: run.photos.flatMap(({ photoId }) => {
      const photo = photos.get(photoId)
      return photo && !photo.deletedAt && !placed.has(photoId) ? [photo] : []
    }),
    lostPhotos: run.photos.filter(({ photoId }) => photos.get(photoId)?.deletedAt !== null).length,
  }
}
