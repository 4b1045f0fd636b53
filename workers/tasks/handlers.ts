import type { JobName, jobCatalog, PayloadOf } from '~/domain/jobs/catalog'
import type { JobHandler } from '~/domain/jobs/job-run'
import type { AppContext } from '~/platform/context.server'
import { checkWorker } from './check-worker'
import { embedStoredPhotos } from './embed-photos'
import { ingestPhotos } from './ingest-photos'
import { pairPhotos } from './pair-photos'
import { purgeDeletedPhotos } from './purge-photos'
import { retainJobs } from './retain-jobs'
import { sweepPhotos } from './sweep-photos'

type Handlers = { [Name in JobName]: JobHandler<AppContext, PayloadOf<typeof jobCatalog, Name>> }

/** Who does what. The types hold each handler to its payload in the catalogue. */
export const handlers: Handlers = {
  'ingest-photos': ingestPhotos,
  'embed-photos': embedStoredPhotos,
  'pair-photos': pairPhotos,
  'purge-photos': purgeDeletedPhotos,
  'sweep-photos': sweepPhotos,
  'retain-jobs': retainJobs,
  'check-worker': checkWorker,
}
