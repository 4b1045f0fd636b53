import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Real products photographed from several sides, one folder each. */
export const VIEWS = '../shared/data/originals/abo'

/** Their photos, named `<product>/<file>`; empty where the data is absent. */
export function readViews(): Array<{ name: string; bytes: Buffer }> {
  if (!existsSync(VIEWS)) return []
  return readdirSync(VIEWS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(VIEWS, name))
        .filter((file) => file.endsWith('.jpg'))
        .map((file) => ({ name: `${name}/${file}`, bytes: readFileSync(join(VIEWS, name, file)) })),
    )
}
