/** Writes `prisma/structure.sql` anew: the whole schema as the migrations leave it, to be read and reviewed as one. */
import { writeFile } from 'node:fs/promises'
import { dumpStructure, STRUCTURE_FILE } from './dump-structure'

await writeFile(STRUCTURE_FILE, await dumpStructure())
