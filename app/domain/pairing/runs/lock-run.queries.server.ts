import type { Prisma } from '~/platform/db/connect.server'

/**
 * Locks a run until the transaction ends, so that edits of two reviewers come one after the other. False when the
 * project has no such run.
 */
export async function lockRun(
  tx: Prisma.TransactionClient,
  projectId: string,
  runId: string,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM pairing_run WHERE id = ${runId}::uuid AND project_id = ${projectId}::uuid FOR UPDATE`
  return rows.length > 0
}
