/**
 * `npm run demo [-- <folder>]`: the main job from a terminal. Takes a folder in (without one: a rendered sample shop),
 * searches it once by words and once by picture, prints what it found, and leaves nothing behind.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { searchPhotos } from '~/domain/search/search-photos.server'
import { drawProgress } from './command-line/draw-progress'
import { explain, ingestFolder } from './command-line/ingest-folder'
import { listFiles } from './command-line/list-files'
import { openLibrary } from './command-line/open-library'
import { printResults } from './command-line/print-results'
import { renderSamples } from './samples/render-samples'

const WORDS = 'red striped t-shirt'
const given = process.argv[2]
const scratch = await mkdtemp(join(tmpdir(), 'recto-demo-'))
// A library of its own: the demo never touches the photos of the person who tries it.
process.env.DATA_DIR = join(scratch, 'data')
delete process.env.DATABASE_URL
delete process.env.SUPABASE_URL
delete process.env.SUPABASE_SERVICE_ROLE_KEY

try {
  const folder = given ? resolve(given) : join(scratch, 'samples')
  if (!given) console.log(`Rendered ${await renderSamples(folder)} sample photos.`)
  const files = await listFiles(folder)
  const library = await openLibrary((line) => console.log(line))
  try {
    const progress = drawProgress()
    const report = await ingestFolder(library, folder, progress.update).finally(progress.stop)
    console.log(
      `\n${report.added} added, ${report.duplicates} duplicates, ${report.refused.length} refused in ${report.seconds} s`,
    )
    for (const { file, code, reason } of report.refused) console.log(`  ${file}: ${reason} (${code})`)

    printResults(
      `Words: “${WORDS}”`,
      await searchPhotos(library.ctx, library.actor, { text: WORDS, limit: 8 }),
    )
    const refused = new Set(report.refused.map(({ file }) => file))
    const picture = files.find((file) => !refused.has(file))
    if (picture) {
      const image = await readFile(join(folder, picture))
      printResults(`Picture: ${picture}`, await searchPhotos(library.ctx, library.actor, { image, limit: 8 }))
    }
  } finally {
    await library.close()
  }
} catch (thrown) {
  const { code, message, hint } = explain(thrown)
  console.error(`${message}\n${hint} (${code})`)
  process.exitCode = 1
} finally {
  await rm(scratch, { recursive: true, force: true })
}
