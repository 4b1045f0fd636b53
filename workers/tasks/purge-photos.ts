import { forgetOrphanHashes } from '~/domain/duplicates/near-hash.queries.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { purgePhotos } from '~/domain/photos/purge-photos.server'
import type { AppContext } from '~/platform/context.server'

const PAGE = 100

export const purgeDeletedPhotos: JobHandler<AppContext, object> = async (ctx, run) => {
  let purged = 0
  for (let page = PAGE; page === PAGE && !run.signal.aborted;) {
    page = await purgePhotos(ctx, { limit: PAGE, signal: run.signal })
    purged += page
    run.progress(purged, purged)
  }
  if (purged === 0) return
  await forgetOrphanHashes(ctx.db.pool)
  run.log('info', `Removed ${purged} photos that were deleted long ago.`)
}
