import type { Db } from '~/platform/db/connect.server'
import { AppError } from '~/platform/errors'
import type { Actor } from './actor'

/**
 * Locks the project's admins until the transaction ends and answers their ids. Two admins who demote or remove each
 * other at the same moment are put in a row, and the second finds that it no longer is one.
 */
export async function lockAdmins(tx: Db, actor: Actor): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM "user" u
    JOIN membership m ON m.user_id = u.id AND m.project_id = ${actor.projectId}::uuid
    WHERE u.role = 'admin'
    ORDER BY u.id
    FOR UPDATE`
  const ids = rows.map((row) => row.id)
  if (!ids.includes(actor.userId)) throw new AppError('PERMISSION_DENIED', 'Only an admin may do this.')
  return ids
}
