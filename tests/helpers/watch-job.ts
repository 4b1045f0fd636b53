import { setTimeout as sleep } from 'node:timers/promises'
import type { AppContext } from '~/platform/context.server'

/** The job's row as soon as it has one of these states; fails with what it shows instead. */
export async function untilJob(
  ctx: Pick<AppContext, 'db'>,
  jobId: string,
  statuses: string[],
  limitMs = 50_000,
) {
  const end = Date.now() + limitMs
  for (;;) {
    const job = await ctx.db.prisma.job.findUniqueOrThrow({ where: { id: jobId } })
    if (statuses.includes(job.status)) return job
    if (Date.now() > end) {
      throw new Error(
        `The job is still ${job.status} (${job.statusReason ?? 'no reason'}), ${job.done}/${job.total}.`,
      )
    }
    await sleep(20)
  }
}
