import { z } from 'zod'

/** The fields of our forms, with the words shown when they are wrong. */
export const nameField = z.string().trim().min(1, 'Enter a name.').max(100, 'At most 100 characters.')
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
export const userIdField = z.string().min(1).max(100)
