import type { Role } from '~/domain/auth/actor'

/** Roles as people read them, with what each may do. */
export const roles: { value: Role; label: string; may: string }[] = [
  { value: 'customer', label: 'Customer', may: 'Uploads photos and sees only their own.' },
  { value: 'staff', label: 'Staff', may: 'Sees and works on the whole library.' },
  { value: 'admin', label: 'Admin', may: 'Everything, people and flags included.' },
]
