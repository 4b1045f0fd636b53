import { AppError } from '~/platform/errors'

export type Role = 'admin' | 'staff' | 'customer'

/** Who acts, and in which project. Every domain function that reads or writes on somebody's behalf takes one. */
export interface Actor {
  userId: string
  role: Role
  projectId: string
}

/** Staff see the whole project; customers see their own photos. */
export function seesWholeProject(actor: Actor): boolean {
  return actor.role === 'admin' || actor.role === 'staff'
}

/** @throws PERMISSION_DENIED for everybody but admins. */
export function assertAdmin(actor: Actor): void {
  if (actor.role !== 'admin') throw new AppError('PERMISSION_DENIED', 'Only an admin may do this.')
}

/** @throws PERMISSION_DENIED for customers. */
export function assertStaff(actor: Actor): void {
  if (!seesWholeProject(actor)) throw new AppError('PERMISSION_DENIED', 'Only staff may do this.')
}
