import type { AppContext } from '~/platform/context.server'

/** Upkeep runs every few minutes; a week of it says enough. */
const UPKEEP_DAYS = 7

/** Removes jobs that ended JOB_RETENTION_DAYS ago, with their items, steps and log, and workers long gone. */
export async function forgetOldJobs(
  ctx: Pick<AppContext, 'db' | 'env'>,
): Promise<{ jobs: number; workers: number }> {
  const days = ctx.env.JOB_RETENTION_DAYS
  // In pages: a delete that cascades into millions of items would hold its locks for minutes.
  let jobs = 0
  for (;;) {
    const removed = await ctx.db.prisma.$executeRaw`
      DELETE FROM job WHERE id IN (
        SELECT id FROM job
         WHERE finished_at < now() - (CASE WHEN project_id IS NULL THEN least(${UPKEEP_DAYS}::int, ${days}::int)
                                          ELSE ${days}::int END) * interval '1 day'
         LIMIT 200)`
    jobs += removed
    if (removed < 200) break
  }
  const workers = await ctx.db.prisma.$executeRaw`
    DELETE FROM worker WHERE coalesce(stopped_at, heartbeat_at) < now() - interval '7 days'`
  return { jobs, workers }
}
