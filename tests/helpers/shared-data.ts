import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Real photos and files beside the repository; not everybody has them. */
export const sharedData = resolve('../shared/data')

/** False, with one line that says so, when {@link sharedData} is absent. */
export function hasSharedData(what: string): boolean {
  const present = existsSync(sharedData)
  if (!present) console.info(`skipped: ${what} (no ../shared/data)`)
  return present
}
