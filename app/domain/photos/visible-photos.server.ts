import type { Prisma } from '~/platform/db/connect.server'
import { seesWholeProject, type Actor } from '../auth/actor'

/**
 * The photos an actor may see, deleted ones included: the project's for staff; for customers those they uploaded, also
 * when somebody else uploaded the same bytes before them. Search has the same rule in SQL (search/photo-scope.ts).
 */
export function visiblePhotos(actor: Actor): Prisma.PhotoWhereInput {
  const project = { projectId: actor.projectId }
  if (seesWholeProject(actor)) return project
  const { userId } = actor
  return { ...project, OR: [{ uploaderId: userId }, { claims: { some: { userId, deletedAt: null } } }] }
}

/**
 * The same rule as conditions that exclude each other, to be asked one by one and added up. An OR over two tables has no
 * index: counting a customer's thousand photos read all 100,000 of the project (53 ms), two questions read the thousand.
 */
export function visibleParts(actor: Actor): Prisma.PhotoWhereInput[] {
  const project = { projectId: actor.projectId }
  if (seesWholeProject(actor)) return [project]
  const { userId } = actor
  const notOwn = { OR: [{ uploaderId: null }, { uploaderId: { not: userId } }] }
  return [
    { ...project, uploaderId: userId },
    { ...project, ...notOwn, claims: { some: { userId, deletedAt: null } } },
  ]
}
