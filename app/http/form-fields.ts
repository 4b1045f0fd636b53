import { z } from 'zod'
import { withoutControls } from '~/platform/without-controls'

/*
 * The fields of our forms, with the words shown when they are wrong.
 */

/** A name as it may be kept: a tab pasted into it becomes a space, and so does what Postgres would refuse. */
export const nameOfAtMost = (most: number) =>
  z
    .string()
    .transform(withoutControls)
    .pipe(z.string().trim().min(1, 'Enter a name.').max(most, `At most ${most} characters.`))
export const nameField = nameOfAtMost(100)
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'At most 254 characters.')
  .pipe(z.email('Enter an e-mail address such as ada@example.com.'))
export const newPasswordField = z
  .string()
  .min(10, 'At least 10 characters.')
  .max(200, 'At most 200 characters.')
export const roleField = z.enum(['admin', 'staff', 'customer'])
export const userIdField = z.string().regex(/^[\w-]{1,100}$/)
