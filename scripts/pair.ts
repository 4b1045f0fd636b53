/** `npm run pair -- <folder>`: proposes front and back pairs for a folder of loose photos. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import OpenAI from 'openai'
import { pairDirectly, type ModelPairing } from '~/domain/pairing/pair-directly.server'
import { pairHybrid } from '~/domain/pairing/pair-hybrid.server'
import { pairLocally, type LocalPairing, type PhotoSource } from '~/domain/pairing/pair-locally.server'
import { STRATEGIES, whyUnavailable, type Strategy } from '~/domain/pairing/strategies'
import { visionModel } from '~/domain/pairing/vision-model'
import { endExiftool } from '~/domain/photos/extract-dng-preview.server'
import { isAppError } from '~/platform/errors'
import { visionSettingsText } from '~/platform/vision-settings'
import { listFiles } from './command-line/list-files'
import { compareTruth, readTruth } from './pairing/compare-truth'
import { printAccuracy, printReport, type PairReport } from './pairing/print-report'
import { startEmbeddingService } from './pairing/start-embedding-service'

interface Options {
  strategy: Strategy
  truth?: string
  json?: boolean
  embedding: boolean
}

const say = (line: string): void => console.error(line)
/** Read in full only when it starts like a picture: a folder may also hold films and archives. */
const PICTURE = /\.(jpe?g|png|webp|avif|gif|tiff?|heic|heif|dng|jfif)$/i

const program = new Command('pair')
  .description('Pairs the fronts and backs among the photos of a folder.')
  .argument('<folder>')
  .addOption(new Option('--strategy <name>', 'how to pair').choices([...STRATEGIES]).default('local'))
  .option('--truth <file>', 'known pairs (id,category,front,back) to measure against')
  .option('--no-embedding', 'do not use the embedding service')
  .option('--json', 'print one JSON object')
  .action(run)

async function run(folder: string, options: Options): Promise<void> {
  const unavailable = whyUnavailable(options.strategy, { openAiKey: process.env.OPENAI_API_KEY })
  if (unavailable) throw new Error(`${unavailable}. local works without it.`)
  const truth = options.truth === undefined ? null : await readTruth(options.truth)
  const photos = (await listFiles(folder)).filter((name) => PICTURE.test(name))
  if (photos.length === 0) throw new Error(`${folder} holds no photos.`)
  if (photos.length === 1) throw new Error(`${folder} holds one photo; a pair needs two.`)
  const sources: PhotoSource[] = photos.map((name) => ({ name, read: () => readFile(join(folder, name)) }))
  const service =
    options.embedding && photos.length >= 4
      ? await startEmbeddingService(say)
      : { clip: undefined, stop: async () => {} }
  const started = performance.now()
  try {
    const local = await pairLocally(sources, { clip: service.clip })
    const result = await withModel(options.strategy, sources, local)
    if (!['used', 'none'].includes(local.embedding)) say(`Without the embedding model: ${local.embedding}`)
    if (!['used', 'none'].includes(local.reading)) say(`Without printed text: ${local.reading}`)
    const report: PairReport & { refused: unknown } = {
      strategy: options.strategy,
      pairs: result.pairs.map(({ front, back, score, confidence, evidence }) => ({
        front,
        back,
        score,
        confidence,
        evidence,
      })),
      unpaired: result.unpaired.map((left) => left.photo),
      refused: local.refused,
      seconds: Math.round(performance.now() - started) / 1000,
      costUsd: result.costUsd,
    }
    const accuracy = truth ? compareTruth(report.pairs, truth) : null
    if (options.json) {
      console.log(JSON.stringify(accuracy ? { ...report, accuracy } : report, null, 2))
    } else {
      printReport(report, {
        reasons: new Map(result.unpaired.map((left) => [left.photo, left.reason])),
        refused: local.refused,
        notes: result.notes,
      })
      if (accuracy) printAccuracy(accuracy)
    }
  } finally {
    await Promise.all([service.stop(), endExiftool()])
  }
}

async function withModel(
  strategy: Strategy,
  sources: readonly PhotoSource[],
  local: LocalPairing,
): Promise<Pick<ModelPairing, 'pairs' | 'unpaired' | 'notes' | 'costUsd'>> {
  if (strategy === 'local') return { pairs: local.pairs, unpaired: local.unpaired, notes: [], costUsd: 0 }
  const model = visionModel(
    process.env.OPENAI_VISION_MODEL ?? 'gpt-4o',
    visionSettingsText.parse(process.env.OPENAI_VISION_SETTINGS),
  )
  const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, baseURL: process.env.OPENAI_BASE_URL })
  const onEstimate = ({ inputTokens, usd }: { inputTokens: number; usd: number }): void =>
    say(`${strategy} with ${model.model}: about ${inputTokens} tokens, $${usd.toFixed(4)}.`)
  const run = strategy === 'direct' ? pairDirectly : pairHybrid
  return run(sources, local, { openai, model, onEstimate })
}

program.parseAsync().catch((error: unknown) => {
  say(
    error instanceof Error
      ? isAppError(error)
        ? `${error.message} ${error.hint}`
        : error.message
      : String(error),
  )
  process.exitCode = 1
})
