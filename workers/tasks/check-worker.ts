import type { JobHandler } from '~/domain/jobs/job-run'
import type { AppContext } from '~/platform/context.server'

export const checkWorker: JobHandler<AppContext, object> = (_ctx, run) =>
  run.forEachItem({ work: async () => null })
