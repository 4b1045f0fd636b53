import type { Db, Prisma } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from '../../auth/actor'
import { visibleJobs } from '../../jobs/visible-jobs.server'
import { visiblePhotos } from '../../photos/visible-photos.server'

/** Above this the answer takes minutes and nobody reviews it in one sitting. */
export const MOST_PHOTOS = 600

/** Which photos to pair. */
export type PhotoChoice =
  /** All that are the front or back of no product yet. */
  | { readonly kind: 'unused' }
  | { readonly kind: 'photos'; readonly photoIds: readonly string[] }
  /** What came in together: the items of an upload's job. */
  | { readonly kind: 'upload'; readonly jobId: string }
  | { readonly kind: 'collection'; readonly collectionId: string }
  /** Taken from the first day up to and including the second. */
  | { readonly kind: 'taken'; readonly from: Date; readonly to: Date }
  /** The photos of another run, to be compared with it. */
  | { readonly kind: 'run'; readonly runId: string }

export interface ChosenPhotos {
  /** Newest first, at most {@link MOST_PHOTOS}. */
  readonly photos: ReadonlyArray<{ readonly id: string; readonly width: number; readonly height: number }>
  readonly leftOut: {
    /** Not read yet. */
    readonly waiting: number
    readonly unreadable: number
    /** Front or back of a product already; asked for by name they take part all the same. */
    readonly inProducts: number
    /** Beyond the most that one run takes. */
    readonly beyond: number
  }
}

const DAY_MS = 86_400_000
const inProduct = {
  products: { some: { role: { in: ['front', 'back'] }, product: { deletedAt: null } } },
} satisfies Prisma.PhotoWhereInput

/** @throws NOT_FOUND when the upload, the collection or the run is not of this project */
export async function choosePhotos(db: Db, actor: Actor, choice: PhotoChoice): Promise<ChosenPhotos> {
  const wanted: Prisma.PhotoWhereInput = {
    AND: [visiblePhotos(actor), { deletedAt: null }, await conditionOf(db, actor, choice)],
  }
  const byName = choice.kind === 'photos' || choice.kind === 'run'
  const free: Prisma.PhotoWhereInput = byName ? {} : { NOT: inProduct }
  const readable: Prisma.PhotoWhereInput = {
    AND: [wanted, free, { status: { in: ['processed', 'ready'] } }],
  }
  const count = (where: Prisma.PhotoWhereInput) => db.photo.count({ where: { AND: [wanted, where] } })
  const rows = await db.photo.findMany({
    where: readable,
    select: { id: true, width: true, height: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_PHOTOS,
  })
  return {
    photos: rows.map(({ id, width, height }) => ({ id, width: width ?? 1, height: height ?? 1 })),
    leftOut: {
      waiting: await count({ status: 'waiting' }),
      unreadable: await count({ status: 'failed' }),
      inProducts: byName ? 0 : await count(inProduct),
      beyond: (await db.photo.count({ where: readable })) - rows.length,
    },
  }
}

async function conditionOf(db: Db, actor: Actor, choice: PhotoChoice): Promise<Prisma.PhotoWhereInput> {
  switch (choice.kind) {
    case 'unused':
      return {}
    case 'photos':
      return { id: { in: [...choice.photoIds] } }
    case 'taken':
      return { takenAt: { gte: choice.from, lt: new Date(choice.to.getTime() + DAY_MS) } }
    case 'upload': {
      const job = await db.job.findFirst({
        where: { AND: [{ id: choice.jobId, name: 'ingest-photos' }, visibleJobs(actor)] },
        select: { id: true, key: true },
      })
      if (!job) throw new AppError('NOT_FOUND', 'There is no such upload.')
      // A quick worker finishes a slow upload's job in between; what follows is another job of the same key.
      const same = job.key === null ? { id: job.id } : { key: job.key }
      const items = await db.jobItem.findMany({
        where: { job: { ...same, projectId: actor.projectId, name: 'ingest-photos' } },
        select: { key: true },
      })
      return { id: { in: items.map(({ key }) => key) } }
    }
    case 'collection': {
      const { collectionId } = choice
      if ((await db.collection.count({ where: { id: collectionId, projectId: actor.projectId } })) === 0)
        throw new AppError('NOT_FOUND', 'There is no such collection.')
      return { collections: { some: { collectionId } } }
    }
    case 'run': {
      const run = await db.pairingRun.findFirst({
        where: { id: choice.runId, projectId: actor.projectId },
        select: { photos: { select: { photoId: true } } },
      })
      if (!run) throw new AppError('NOT_FOUND', 'There is no such pairing run.')
      return { id: { in: run.photos.map(({ photoId }) => photoId) } }
    }
  }
}
