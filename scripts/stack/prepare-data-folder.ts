import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The major version of the Postgres inside PGlite; a folder of another one cannot be opened. */
const EMBEDDED_POSTGRES_MAJOR = '18'

/**
 * Makes the data folder and returns the secret that signs sessions, written once and kept.
 * @throws Error with what to do when the folder cannot be used.
 */
export async function prepareDataFolder(dataDir: string): Promise<{ authSecret: string; logs: string }> {
  const logs = join(dataDir, 'logs')
  await mkdir(logs, { recursive: true }).catch((error: unknown) => {
    throw new Error(`The data folder ${dataDir} cannot be written. Set DATA_DIR to another one.`, {
      cause: error,
    })
  })
  const version = await readFile(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null && version.trim() !== EMBEDDED_POSTGRES_MAJOR) {
    throw new Error(
      `${join(dataDir, 'postgres')} was made by Postgres ${version.trim()}; this Recto embeds ${EMBEDDED_POSTGRES_MAJOR}. ` +
        'Move the folder away to start empty, or export it with the version that made it.',
    )
  }
  const secretPath = join(dataDir, 'auth-secret')
  const existing = await readFile(secretPath, 'utf8').catch(() => null)
  if (existing) return { authSecret: existing.trim(), logs }
  const authSecret = randomBytes(32).toString('hex')
  await writeFile(secretPath, authSecret, { mode: 0o600, flag: 'wx' })
  return { authSecret, logs }
}
