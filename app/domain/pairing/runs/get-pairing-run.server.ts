import { z } from 'zod'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../../auth/actor'
import { toJobView } from '../../jobs/job-view'
import { describePhoto, photoViewColumns } from '../../photos/describe-photo'
import { findTakenPhotos } from '../../products/find-taken-photos.server'
import { findUnpaired, inOrder } from './apply-change'
import { readRevision } from './change-pairs.server'
import { BY_HAND } from './pair-change'
import type { PairView, RunPhoto, RunView } from './run-view'
import { stateOf } from './stored-pair.server'

const textsColumn = z.array(z.string()).catch([])
const confidenceColumn = z.enum(['sure', 'check', 'doubtful']).catch('doubtful')

/** A run with its pairs and the photos that have no partner. @throws NOT_FOUND; PERMISSION_DENIED for customers */
export async function getPairingRun(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  runId: string,
): Promise<RunView> {
  assertStaff(actor)
  const { prisma } = ctx.db
  // Read first: a change that comes in between makes the view newer than it says, never older.
  const revision = await readRevision(prisma, runId)
  const run = await prisma.pairingRun.findFirst({
    where: { id: runId, projectId: actor.projectId },
    include: {
      job: true,
      pairs: { include: { product: { select: { deletedAt: true } } } },
      photos: { orderBy: { position: 'asc' } },
      comparedBy: { select: { id: true }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  })
  if (!run) throw new AppError('NOT_FOUND', 'There is no such pairing run.')
  const ids = run.photos.map(({ photoId }) => photoId)
  const rows = await prisma.photo.findMany({
    where: { id: { in: ids }, projectId: actor.projectId },
    select: photoViewColumns,
  })
  const photos = new Map(rows.map((row) => [row.id, describePhoto(row)]))
  const taken = await findTakenPhotos(prisma, actor.projectId, ids)

  const views = run.pairs.flatMap((pair): (PairView & { rejected: boolean })[] => {
    const front = photos.get(pair.frontPhotoId)
    const back = photos.get(pair.backPhotoId)
    // A photo that was removed for good leaves its partner without one.
    if (!front || !back) return []
    const state = stateOf(pair)
    const evidence = textsColumn.parse(pair.evidence)
    const other = [front, back].map(({ id }) => taken.get(id)).find((product) => product !== undefined)
    const gone = [front, back].find(({ deletedAt }) => deletedAt !== null)
    return [
      {
        id: pair.id,
        version: pair.version,
        front,
        back,
        score: pair.score,
        confidence: confidenceColumn.parse(pair.confidence),
        evidence,
        byHand: evidence[0] === BY_HAND,
        accepted: state === 'accepted',
        productId: state === 'accepted' ? pair.productId : null,
        blocked:
          state === 'accepted'
            ? null
            : gone
              ? `${gone.fileName} was deleted`
              : other
                ? `a photo already belongs to “${other.name}”`
                : null,
        rejected: state === 'rejected',
      },
    ]
  })
  const strip = ({ rejected: _, ...pair }: PairView & { rejected: boolean }): PairView => pair
  const pairs = inOrder(views.filter(({ rejected }) => !rejected).map(strip))
  const present = run.photos.flatMap(({ photoId, note }): RunPhoto[] => {
    const photo = photos.get(photoId)
    const product = taken.get(photoId)
    if (!photo || photo.deletedAt) return []
    return [{ ...photo, note: product ? `belongs to “${product.name}”` : note }]
  })
  return {
    id: run.id,
    strategy: run.strategy,
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    costUsd: run.costUsd,
    job: run.job && toJobView(run.job),
    revision,
    pairs,
    rejected: views.filter(({ rejected }) => rejected).map(strip),
    photos: present,
    unpaired: findUnpaired(present, pairs),
    lostPhotos: run.photos.length - present.length,
    notes: textsColumn.parse(run.notes),
    besideId: run.besideId,
    comparedById: run.comparedBy[0]?.id ?? null,
  }
}
