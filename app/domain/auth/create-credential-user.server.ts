import { randomUUID } from 'node:crypto'
import type { Db } from '~/platform/db/connect.server'
import type { Role } from './actor'

/**
 * A person with a password and a place in a project, in the caller's transaction. Sign-up through better-auth is
 * closed, and its API could not join ours in one transaction.
 */
export async function createCredentialUser(
  db: Db,
  input: { name: string; email: string; passwordHash: string; role: Role; projectId: string },
): Promise<{ userId: string }> {
  const userId = randomUUID()
  await db.user.create({
    data: {
      id: userId,
      name: input.name,
      email: input.email,
      role: input.role,
      accounts: {
        create: {
          id: randomUUID(),
          accountId: userId,
          providerId: 'credential',
          password: input.passwordHash,
        },
      },
      memberships: { create: { projectId: input.projectId } },
    },
  })
  return { userId }
}
