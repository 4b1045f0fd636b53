import type { AppContext } from '~/platform/context.server'
import { enqueueIngest } from './enqueue-ingest.server'

/** Photos younger than this are in the hands of their upload or its job. */
const LEAVE_ALONE_MINUTES = 2
const PAGE = 1_000

/**
 * Gives an ingest job to photos that are `waiting` or `processed` and in no open job. A stored photo always gets its
 * job in the same transaction, so this finds only what a cancelled job, a restored backup or a bug left behind.
 * Items that their job gave up on stay as they are: their photo says why.
 * @returns how many photos were found
 */
export async function enqueueStrayPhotos(ctx: Pick<AppContext, 'db'>): Promise<number> {
  const strays = await ctx.db.prisma.$queryRaw<{ id: string; projectId: string }[]>`
    SELECT p.id, p.project_id AS "projectId" FROM photo p
     WHERE p.status IN ('waiting', 'processed') AND p.deleted_at IS NULL
       AND p.updated_at < now() - ${LEAVE_ALONE_MINUTES}::int * interval '1 minute'
       AND NOT EXISTS (SELECT FROM job_item i JOIN job j ON j.id = i.job_id
                        WHERE i.key = p.id::text AND j.name = 'ingest-photos'
                          AND (j.status IN ('waiting', 'running', 'blocked', 'paused', 'cancelled') OR i.status = 'failed'))
     ORDER BY p.id LIMIT ${PAGE}`
  for (const projectId of new Set(strays.map((photo) => photo.projectId))) {
    const photos = strays.filter((photo) => photo.projectId === projectId)
    await enqueueIngest(ctx.db.prisma, {
      projectId,
      photoIds: photos.map((photo) => photo.id),
      title: 'Photos left waiting',
      batchId: 'sweep',
    })
  }
  return strays.length
}
