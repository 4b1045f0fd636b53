/** `npm run recto -- ingest | search | status`: Recto from scripts, on the library that the web app shows. */
import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import { countPhotos } from '~/domain/photos/count-photos.server'
import { searchPhotos } from '~/domain/search/search-photos.server'
import { AppError } from '~/platform/errors'
import { drawProgress } from './command-line/draw-progress'
import { explain, ingestFolder } from './command-line/ingest-folder'
import { listFiles } from './command-line/list-files'
import { openLibrary, type Library } from './command-line/open-library'
import { printResults, searchJson } from './command-line/print-results'

const program = new Command('recto')
  .description('A shop’s photo library from the command line.')
  .showHelpAfterError()

program
  .command('ingest')
  .description('take the photos of a folder in, and wait until they are searchable')
  .argument('<folder>')
  .option('--json', 'print one JSON object')
  .action(async (folder: string, { json }: { json?: boolean }) => {
    await listFiles(folder) // A wrong folder is said before anything is started.
    await withLibrary(Boolean(json), async (library) => {
      const progress = drawProgress()
      const report = await ingestFolder(library, folder, progress.update).finally(progress.stop)
      if (json) return console.log(JSON.stringify(report))
      console.log(
        `${report.added} added, ${report.duplicates} duplicates, ${report.refused.length} refused in ${report.seconds} s`,
      )
      for (const { file, code, reason } of report.refused) console.log(`  ${file}: ${reason} (${code})`)
    })
  })

program
  .command('search')
  .description('find photos by words, by a picture, or by both')
  .argument('[words]')
  .option('--image <file>', 'a picture to search with')
  .option('--limit <n>', 'how many results', parseLimit, 10)
  .option('--json', 'print one JSON object')
  .action(async (words: string | undefined, options: { image?: string; limit: number; json?: boolean }) => {
    const image = options.image === undefined ? undefined : await readPicture(options.image)
    await withLibrary(Boolean(options.json), async ({ ctx, actor }) => {
      const answer = await searchPhotos(ctx, actor, { text: words, image, limit: options.limit })
      if (options.json) return console.log(JSON.stringify(searchJson(answer)))
      printResults([words && `“${words}”`, options.image].filter(Boolean).join(' + '), answer)
    })
  })

program
  .command('status')
  .description('what the library holds and whether its parts answer')
  .option('--json', 'print one JSON object')
  .action(async ({ json }: { json?: boolean }) => {
    await withLibrary(Boolean(json), async ({ ctx, actor }) => {
      const photos = await countPhotos(ctx, actor)
      const model = await ctx.clip.model().then(
        (found) => found.id,
        (error: unknown) => explain(error),
      )
      const storage = await ctx.storage.check().then(
        () => 'ok',
        (error: unknown) => explain(error),
      )
      if (json) return console.log(JSON.stringify({ photos, model, storage }))
      const shown = (value: string | { message: string }) =>
        typeof value === 'string' ? value : value.message
      console.log(
        Object.entries(photos)
          .map(([status, count]) => `${status}: ${count}`)
          .join('\n'),
      )
      console.log(`model: ${shown(model)}\nstorage: ${shown(storage)}`)
    })
  })

await program.parseAsync().catch((thrown: unknown) => {
  const { code, message, hint } = explain(thrown)
  console.error(
    process.argv.includes('--json')
      ? JSON.stringify({ error: { code, message, hint } })
      : `${message}\n${hint} (${code})`,
  )
  process.exitCode = 1
})

async function withLibrary(quiet: boolean, work: (library: Library) => Promise<void>): Promise<void> {
  const library = await openLibrary((line) => quiet || console.error(line))
  try {
    await work(library)
  } finally {
    await library.close()
  }
}

function parseLimit(value: string): number {
  const limit = Number(value)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new InvalidArgumentError('Use a number from 1 to 200.')
  return limit
}

async function readPicture(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', `The picture ${path} cannot be read.`, { hint: 'Check the path.', cause })
  })
}
