import path from 'node:path'
import type { Config } from '../config.ts'
import { ServiceError } from '../errors.ts'
import { loadTokenizer, type Tokenize } from '../text/load-tokenizer.ts'
import { padTokens, shortestLength } from '../text/pad-tokens.ts'
import { checkTower } from './check-tower.ts'
import { modelId, type ModelDescription } from './model-description.ts'
import { readModelFolder } from './read-model-folder.ts'
import { openTower } from './open-tower.ts'
import { spreadRuns } from './spread-runs.ts'
import { startTower, type Tower } from './start-tower.ts'
import { cosine } from './vector-codec.ts'

/** A model ready to embed: pixels or token ids in, unit vectors out. */
export interface LoadedModel {
  id: string
  description: ModelDescription
  directory: string
  tokenize: Tokenize
  /** How many batches of pictures it computes at once. */
  imageSessions: number
  embedPixels(pictures: Uint8Array[]): Promise<Float32Array[]>
  embedTokens(texts: number[][]): Promise<Float32Array[]>
  alive(): boolean
  close(): Promise<void>
}

export type LoadOptions = Pick<Config, 'modelDir' | 'modelName' | 'threads' | 'executionProvider'> &
  Partial<Pick<Config, 'imageNiceness' | 'imageSessions'>> & {
    /** A text tower up to this size runs on the main thread: see `openTower`. */
    smallTowerBytes?: number
  }

const SMALL_TOWER_BYTES = 16 * 1024 ** 2
/** Each session holds the tower's weights once more; together they may take so much. */
const SESSION_BYTES = 1024 ** 3

/**
 * Loads a model folder, whichever model it holds: verifies it, starts both
 * towers, compares what they are with what `model.json` says, and warms them up,
 * so that the first caller does not pay for ONNX Runtime's first run.
 */
export async function loadModel(options: LoadOptions): Promise<LoadedModel> {
  const { directory, description } = await readModelFolder(options.modelDir, options.modelName)
  const { image, text, dimensions } = description
  const tokenize = await loadTokenizer(path.join(directory, text.tokenizer), text)
  const common = { dimensions, provider: options.executionProvider }
  const imageSessions = countImageSessions(description, options)
  const smallText =
    (description.files[text.file]?.bytes ?? Infinity) <= (options.smallTowerBytes ?? SMALL_TOWER_BYTES)
  const started = await Promise.allSettled([
    (smallText ? openTower : startTower)({
      ...common,
      kind: 'text',
      file: path.join(directory, text.file),
      threads: smallText ? 1 : options.threads,
      input: text.inputIds,
      output: text.output,
      niceness: 0,
      image: undefined,
    }),
    ...Array.from({ length: imageSessions }, () =>
      startTower({
        ...common,
        kind: 'image',
        file: path.join(directory, image.file),
        threads: Math.max(1, Math.floor(options.threads / imageSessions)),
        input: image.input,
        output: image.output,
        niceness: options.imageNiceness ?? 0,
        image: { size: image.size, mean: image.mean, std: image.std },
      }),
    ),
  ])
  const towers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const close = async () => {
    await Promise.all(towers.map((tower) => tower.close()))
  }
  try {
    const failed = started.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    const [textTower, ...imageTowers] = towers as [Tower, Tower, ...Tower[]]
    const imageTower = spreadRuns(imageTowers)
    const oneByOne = {
      image: checkTower(imageTower, {
        kind: 'image',
        inputs: [{ name: image.input, types: ['float32'], shape: [3, image.size, image.size] }],
        output: image.output,
        dimensions,
      }),
      text: checkTower(textTower, {
        kind: 'text',
        inputs: [text.inputIds, ...(text.attentionMask === null ? [] : [text.attentionMask])].map((name) => ({
          name,
          types: ['int64', 'int32'],
          shape: [text.contextLength],
        })),
        output: text.output,
        dimensions,
      }),
    }
    const embedPixels = inRows(oneByOne.image, dimensions, (pictures: Uint8Array[]) =>
      imageTower.run({ type: 'images', pictures }),
    )
    const embedPadded = (length: (texts: number[][]) => number) =>
      inRows(oneByOne.text, dimensions, (texts: number[][]) =>
        textTower.run({ type: 'texts', ...padTokens(texts, length(texts), text.padId) }),
      )
    const embedFull = embedPadded(() => text.contextLength)
    const embedShort = embedPadded((texts) => shortestLength(texts, text.contextLength))
    // One for each session: as many at once as there are, and the least busy one takes the next.
    await Promise.all(imageTowers.map(() => embedPixels([new Uint8Array(3 * image.size * image.size)])))
    const short = await shortPaddingIsExact(tokenize(description.probe.text), embedFull, embedShort)
    return {
      id: modelId(description),
      description,
      directory,
      tokenize,
      imageSessions,
      embedPixels,
      embedTokens: short ? embedShort : embedFull,
      alive: () => imageTower.alive() && textTower.alive(),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * As many sessions of one thread as there are threads, while their weights fit
 * the budget: two sessions with a thread each embed 15 % more pictures on two cores than
 * one session with two threads, which wait for each other after every operator. A
 * GPU is shared by the batch, not by sessions.
 */
function countImageSessions({ files, image }: ModelDescription, options: LoadOptions): number {
  if (options.imageSessions !== undefined) return options.imageSessions
  if (options.executionProvider === 'cuda') return 1
  const bytes = files[image.file]?.bytes ?? SESSION_BYTES
  return Math.max(1, Math.min(options.threads, Math.floor(SESSION_BYTES / bytes)))
}

/** Cuts the flat answer of a tower into one vector a row, running row by row where the graph takes only one. */
function inRows<T>(
  oneByOne: boolean,
  dimensions: number,
  run: (rows: T[]) => ReturnType<Tower['run']>,
): (rows: T[]) => Promise<Float32Array[]> {
  const embed = async (rows: T[]) => {
    const { vectors, dims } = await run(rows)
    if (vectors.length !== rows.length * dimensions) {
      throw new ServiceError(
        'MODEL_SHAPE_MISMATCH',
        `A tower answered [${dims.join(', ')}] for ${rows.length} items of ${dimensions} dimensions.`,
      )
    }
    return rows.map((_, row) => vectors.slice(row * dimensions, (row + 1) * dimensions))
  }
  if (!oneByOne) return embed
  return async (rows) => {
    const all: Float32Array[] = []
    for (const row of rows) all.push(...(await embed([row])))
    return all
  }
}

/**
 * CLIP's text tower looks back only, so padding after the end mark cannot
 * change a vector, and a query of 8 tokens need not pay for 77 (about six times
 * the time). A tower that looks both ways without a mask is not so lucky. Rather
 * than trust a flag, the service tries both on the probe and believes the answer.
 */
async function shortPaddingIsExact(
  probe: number[],
  full: (texts: number[][]) => Promise<Float32Array[]>,
  short: (texts: number[][]) => Promise<Float32Array[]>,
): Promise<boolean> {
  const [wanted] = await full([probe])
  try {
    const [got] = await short([probe])
    return wanted !== undefined && got !== undefined && cosine(wanted, got) > 0.999_99
  } catch {
    // A graph of fixed length refuses the short rows: that is an answer too.
    return false
  }
}
