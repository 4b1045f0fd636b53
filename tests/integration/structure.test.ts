import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { dumpStructure, STRUCTURE_FILE } from '../../scripts/dump-structure'

it('prisma/structure.sql is what the migrations make (npm run db:structure writes it)', async () => {
  expect(await dumpStructure()).toBe(await readFile(STRUCTURE_FILE, 'utf8'))
})
