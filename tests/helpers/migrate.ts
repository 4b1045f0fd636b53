import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Applies all migrations to the database at `url`, with the same command production uses. */
export async function migrate(url: string, embedded: boolean): Promise<void> {
  await run(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
    env: { ...process.env, DATABASE_URL: url, DATABASE_EMBEDDED: String(embedded) },
  })
}
