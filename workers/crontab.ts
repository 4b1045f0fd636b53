import { parseCronItems, type ParsedCronItem } from 'graphile-worker'
import type { JobName } from '~/domain/jobs/catalog'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import type { AppContext } from '~/platform/context.server'

export interface CronEntry {
  task: string
  /** Cron pattern, UTC. */
  match: string
  start: (ctx: AppContext) => Promise<void>
}

/** Upkeep is a job like any other: it shows, retries and is kept from running twice by its key. */
const upkeep = (
  name: Extract<JobName, 'purge-photos' | 'sweep-photos' | 'retain-jobs'>,
  title: string,
  match: string,
) => ({
  task: `cron:${name}`,
  match,
  start: async (ctx: AppContext) => {
    await enqueueJob(ctx.db.prisma, { name, payload: {}, projectId: null, title, key: 'upkeep' })
  },
})

export const crontab: CronEntry[] = [
  upkeep('sweep-photos', 'Look for photos left waiting', '*/5 * * * *'),
  upkeep('purge-photos', 'Remove photos deleted long ago', '17 * * * *'),
  upkeep('retain-jobs', 'Forget old jobs', '43 3 * * *'),
]

export function createCronItems(entries: CronEntry[]): ParsedCronItem[] {
  return parseCronItems(entries.map(({ task, match }) => ({ task, match, identifier: task })))
}
