import { createHash } from 'node:crypto'
import type { FlagKey } from './catalog'

/**
 * A person's place from 0 to just under 100 for one flag: always the same, and independent between flags, so those who
 * get one new feature are not always those who get the next. Raising the percentage only ever adds people.
 */
export function bucketOf(userId: string, key: FlagKey): number {
  const digest = createHash('sha256').update(`${key}:${userId}`).digest()
  return (digest.readUInt32BE(0) / 2 ** 32) * 100
}
