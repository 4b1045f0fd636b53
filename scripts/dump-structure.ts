import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

const MIGRATIONS = new URL('../prisma/migrations/', import.meta.url)
export const STRUCTURE_FILE = fileURLToPath(new URL('../prisma/structure.sql', import.meta.url))

/**
 * The schema that all migrations together make, as `pg_dump` writes it. The embedded database does it, so that every
 * machine gets the same text; a server's own pg_dump would write that of its version. The queue's tables are
 * graphile-worker's and not in it.
 */
export async function dumpStructure(): Promise<string> {
  const pglite = await PGlite.create({ extensions: { vector } })
  try {
    const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((each) => each.isDirectory())
    for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1)))
      await pglite.exec(await readFile(new URL(`${name}/migration.sql`, MIGRATIONS), 'utf8'))
    const dump = await pgDump({ pg: pglite, args: ['--schema-only', '--no-owner', '--no-privileges'] })
    return tidy(await dump.text())
  } finally {
    await pglite.close()
  }
}

/** Without what changes with the version of the embedded database alone. */
const tidy = (dump: string): string =>
  dump
    .split('\n')
    .filter((line) => !/^(-- Dumped |SET |SELECT pg_catalog\.set_config|\\(un)?restrict )/.test(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim() + '\n'
