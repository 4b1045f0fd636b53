import { forgetOldJobs } from '~/domain/jobs/forget-old-jobs.server'
import type { JobHandler } from '~/domain/jobs/job-run'
import type { AppContext } from '~/platform/context.server'

export const retainJobs: JobHandler<AppContext, object> = async (ctx, run) => {
  const forgotten = await forgetOldJobs(ctx)
  run.log('info', `Forgot ${forgotten.jobs} old jobs and ${forgotten.workers} workers.`)
}
