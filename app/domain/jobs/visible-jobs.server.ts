import { seesWholeProject, type Actor } from '../auth/actor'
import type { Prisma } from '~/platform/db/connect.server'

/** Jobs this person may see and steer: their own, the project's for staff, upkeep too for admins. */
export function visibleJobs(actor: Actor): Prisma.JobWhereInput {
  if (!seesWholeProject(actor)) return { projectId: actor.projectId, createdById: actor.userId }
  if (actor.role === 'staff') return { projectId: actor.projectId }
  return { OR: [{ projectId: actor.projectId }, { projectId: null }] }
}
