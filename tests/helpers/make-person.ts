import { randomUUID } from 'node:crypto'
import type { Actor } from '~/domain/auth/actor'
import type { AppContext } from '~/platform/context.server'

/** A person of this role in a new project of their own. */
export async function makePerson({ db }: Pick<AppContext, 'db'>, role: Actor['role']): Promise<Actor> {
  const id = randomUUID()
  await db.prisma.user.create({ data: { id, name: role, email: `${id}@example.test`, role } })
  const project = await db.prisma.project.create({ data: { name: role } })
  return { userId: id, role, projectId: project.id }
}
