import PQueue from 'p-queue'
import type { AppContext } from '~/platform/context.server'
import { AppError, errorCatalog, isAppError, type ErrorCode } from '~/platform/errors'
import {
  insertEmbeddings,
  selectEmbeddedContents,
  upsertModel,
  type ContentVector,
} from './embedding.queries.server'
import { ensureModelIndex } from './ensure-model-index.server'
import { markEmbedded, markNotEmbedded, type FailedPhoto } from './mark-photos.server'
import { readEmbeddingInput } from './read-embedding-input.server'

export interface EmbedItem {
  photoId: string
  sha256: string
  /** What `prepareEmbeddingInput` made; read from the stored preview when absent. */
  input?: Buffer
}

export interface EmbedOutcome {
  embedded: string[]
  failed: FailedPhoto[]
}

type Context = Pick<AppContext, 'db' | 'storage' | 'clip' | 'log'>

/**
 * Pictures a request. The service cuts what it gets into batches of its own; 32 keep it busy while the answer of the
 * last request is written, and lose little when the worker dies.
 */
const BATCH = 32
/** Requests under way: the second is read and sent while the first is computed. */
const REQUESTS = 2
/** Previews read from storage at once. */
const READS = 4

/**
 * Gives each photo's content a vector of the service's current model, sets the photo `ready` and tells the browsers.
 * Contents that have one already cost one query. A picture that the service cannot read makes its photo `failed` and
 * harms no other; running it again over the same items is safe.
 *
 * With `vectorsOnly` photos stay as they are: a model that nobody searches with yet must not make them fail.
 *
 * Errors: ML_SERVICE_DOWN, STORAGE_DOWN, DATABASE_UNAVAILABLE leave the rest of the items as they were, for later.
 */
export async function embedPhotos(
  ctx: Context,
  items: EmbedItem[],
  signal: AbortSignal,
  { vectorsOnly = false } = {},
): Promise<EmbedOutcome> {
  const outcome: EmbedOutcome = { embedded: [], failed: [] }
  const succeed = async (ids: string[]) => (vectorsOnly ? ids : markEmbedded(ctx, ids))
  const fail = async (photos: FailedPhoto[]) => (vectorsOnly ? photos : markNotEmbedded(ctx, photos))
  if (items.length === 0) return outcome
  signal.throwIfAborted()
  const model = await ctx.clip.model()
  const contents = groupByContent(items)
  const known = await selectEmbeddedContents(ctx.db.pool, model.id, [...contents.keys()])
  const done = (group: EmbedItem[]) => group.map((item) => item.photoId)

  const alreadyThere = [...contents]
    .filter(([sha256]) => known.has(sha256))
    .flatMap(([, group]) => done(group))
  outcome.embedded.push(...(await succeed(alreadyThere)))
  const missing = [...contents].filter(([sha256]) => !known.has(sha256))
  if (missing.length === 0) return outcome
  await upsertModel(ctx.db.pool, model, { isNext: vectorsOnly })

  const requests = new PQueue({ concurrency: REQUESTS })
  const reads = new PQueue({ concurrency: READS })
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])

  async function embedBatch(batch: [string, EmbedItem[]][]): Promise<void> {
    const inputs: { sha256: string; group: EmbedItem[]; input: Buffer }[] = []
    const failed: FailedPhoto[] = []
    await Promise.all(
      batch.map(([sha256, group]) =>
        reads.add(async () => {
          either.throwIfAborted()
          try {
            inputs.push({ sha256, group, input: await inputOf(ctx, group) })
          } catch (error) {
            if (!isItemFault(error)) throw error
            failed.push(
              ...group.map(({ photoId }) => ({ photoId, code: error.code, message: error.message })),
            )
          }
        }),
      ),
    )
    const answer = await ctx.clip.embedImages(
      inputs.map(({ input }) => input),
      either,
    )
    const vectors: ContentVector[] = []
    const embedded: string[] = []
    answer.results.forEach((result, index) => {
      const picture = inputs[index]
      if (!picture) return
      if ('vector' in result) {
        vectors.push({ sha256: picture.sha256, vector: result.vector })
        embedded.push(...done(picture.group))
      } else {
        const fault = { code: knownCode(result.error.code), message: result.error.message }
        failed.push(...picture.group.map(({ photoId }) => ({ photoId, ...fault })))
      }
    })
    // One picture without a vector is its own fault; all of them without one are the service's.
    if (inputs.length > 1 && vectors.length === 0 && failed.every(({ code }) => code === 'INTERNAL')) {
      throw new AppError(
        'ML_SERVICE_DOWN',
        `The embedding service failed on every picture: ${failed[0]?.message ?? ''}`,
      )
    }
    if (vectors.length > 0) await insertEmbeddings(ctx.db.pool, answer.model, vectors)
    outcome.embedded.push(...(await succeed(embedded)))
    outcome.failed.push(...(await fail(failed)))
  }

  const batches = []
  for (let start = 0; start < missing.length; start += BATCH)
    batches.push(missing.slice(start, start + BATCH))
  try {
    await Promise.all(batches.map((batch) => requests.add(() => embedBatch(batch), { signal: either })))
  } catch (error) {
    // Nothing of this call may go on in the background once it has thrown.
    stop.abort()
    await Promise.all([requests.onIdle(), reads.onIdle()])
    throw error
  }
  await ensureModelIndex(ctx, model.id)
  return outcome
}

function groupByContent(items: EmbedItem[]): Map<string, EmbedItem[]> {
  const contents = new Map<string, EmbedItem[]>()
  for (const item of items) contents.set(item.sha256, [...(contents.get(item.sha256) ?? []), item])
  return contents
}

async function inputOf(ctx: Context, group: EmbedItem[]): Promise<Buffer> {
  const given = group.find((item) => item.input)?.input
  if (given) return given
  const [first] = group
  if (!first) throw new AppError('INTERNAL', 'A content without a photo.')
  return readEmbeddingInput(ctx, first.photoId)
}

/** Whether the picture is to blame, rather than something that will work again. */
function isItemFault(error: unknown): error is AppError {
  return (
    isAppError(error) &&
    ['NOT_FOUND', 'FILE_EMPTY', 'UNSUPPORTED_TYPE'].concat(IMAGE_CODES).includes(error.code)
  )
}

const IMAGE_CODES: string[] = Object.keys(errorCatalog).filter((code) => code.startsWith('IMAGE_'))

function knownCode(code: string): ErrorCode {
  return code === 'UNSUPPORTED_TYPE' || IMAGE_CODES.includes(code) ? (code as ErrorCode) : 'INTERNAL'
}
