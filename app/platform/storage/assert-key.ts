import { AppError } from '../errors'

/** Segments of letters, digits, `.`, `_`, `-` that do not start with a dot: no `..`, no NUL, no absolute path. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/

/** Refuses a key that could leave its bucket or folder. Keys are made by code, so this failing is a bug or an attack. */
export function assertKey(key: string): void {
  if (key.length > 512 || !KEY.test(key)) {
    throw new AppError('BAD_REQUEST', 'That is not a storage key.', { details: { key: key.slice(0, 80) } })
  }
}
