import { enqueueReembedding } from '~/domain/embeddings/enqueue-reembedding.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import { enqueueStrayPhotos } from '~/domain/photos/enqueue-stray-photos.server'
import type { AppContext } from '~/platform/context.server'

export const sweepPhotos: JobHandler<AppContext, object> = async (ctx, run) => {
  const found = await enqueueStrayPhotos(ctx)
  if (found > 0) run.log('warn', `${found} photos had no job and got one.`)
  const older = await enqueueReembedding(ctx)
  if (older > 0) run.log('info', `${older} photos are read again: the embedding service has another model.`)
}
