import { assertStaff, type Actor } from '~/domain/auth/actor'
import { selectEmbedding, selectReadByBoth } from '~/domain/embeddings/embedding.queries.server'
import type { PhotoView } from '~/domain/photos/photo-view'
import type { Calibration, ClipClient, ClipModel } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { bandOf } from './calibrate'
import { findNearest } from './find-nearest.server'
import { loadFoundPhotos } from './load-found-photos.server'
import { overlapOf } from './overlap-of'
import type { Band } from './search-answer'

/** Results looked at on each side: what a person sees without scrolling. */
const TOP = 10
/** Photos asked "find similar" for. Each costs two searches. */
const PHOTOS = 12
const MOST_TEXTS = 8

export interface ComparedResult {
  photo: PhotoView
  similarity: number
  band: Band | null
}

/** One query under both models. */
export interface ComparedQuery {
  text: string | null
  photo: PhotoView | null
  current: ComparedResult[]
  next: ComparedResult[]
  /** Of the ten nearest, whatever their band: 1 when both models name the same photos. */
  overlap: number
}

export interface ModelComparison {
  queries: ComparedQuery[]
  /** Mean over the photos and over the words; null where there were none. */
  overlap: { photos: number | null; texts: number | null }
  /** How often each band came among the results of all queries; `none` is what search would leave out. */
  bands: Record<'current' | 'next', Record<Band | 'none', number>>
}

type Side = { clip: ClipClient; model: ClipModel }

/**
 * The same queries under both models: a fixed sample of photos that both have read, and words. Each side searches with
 * its own model's vectors among its own model's rows. Words go to both services, photos to neither.
 * @throws ML_SERVICE_DOWN, PERMISSION_DENIED
 */
export async function compareModels(
  ctx: Pick<AppContext, 'db' | 'clip'> & { clipNext: ClipClient },
  actor: Actor,
  texts: string[],
): Promise<ModelComparison> {
  assertStaff(actor)
  const [current, next] = (await Promise.all(
    [ctx.clip, ctx.clipNext].map(async (clip): Promise<Side> => ({ clip, model: await clip.model() })),
  )) as [Side, Side]
  const sample = await selectReadByBoth(ctx.db.pool, {
    projectId: actor.projectId,
    models: [current.model.id, next.model.id],
    limit: PHOTOS,
  })
  const views = await loadFoundPhotos(
    ctx,
    actor,
    sample.map(({ id }) => id),
  )
  const queries: ComparedQuery[] = []
  for (const { id, sha256 } of sample) {
    const photo = views.get(id)
    if (!photo) continue
    const find = async ({ model }: Side) => {
      const vector = await selectEmbedding(ctx.db.pool, model.id, sha256)
      return vector
        ? search(ctx, actor, { model, vector, scale: model.calibration.imageToImage, except: id })
        : []
    }
    queries.push(compared({ text: null, photo }, await find(current), await find(next)))
  }
  for (const text of texts.slice(0, MOST_TEXTS)) {
    const find = async ({ clip, model }: Side) => {
      const { vector } = await clip.embedText(text)
      return search(ctx, actor, { model, vector, scale: model.calibration.textToImage })
    }
    queries.push(compared({ text, photo: null }, await find(current), await find(next)))
  }
  return {
    queries,
    overlap: {
      photos: mean(queries.filter(({ photo }) => photo).map(({ overlap }) => overlap)),
      texts: mean(queries.filter(({ text }) => text !== null).map(({ overlap }) => overlap)),
    },
    bands: { current: countBands(queries, 'current'), next: countBands(queries, 'next') },
  }
}

async function search(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  query: { model: ClipModel; vector: Float32Array; scale: Calibration; except?: string },
): Promise<ComparedResult[]> {
  const { neighbours } = await findNearest(ctx, {
    scope: { actor, filters: {}, exceptPhotoId: query.except },
    model: query.model.id,
    vector: query.vector,
    after: null,
    limit: TOP,
  })
  const photos = await loadFoundPhotos(
    ctx,
    actor,
    neighbours.map(({ photoId }) => photoId),
  )
  return neighbours.flatMap(({ photoId, distance }) => {
    const photo = photos.get(photoId)
    return photo ? [{ photo, similarity: -distance, band: bandOf(-distance, query.scale) }] : []
  })
}

function compared(
  query: Pick<ComparedQuery, 'text' | 'photo'>,
  current: ComparedResult[],
  next: ComparedResult[],
): ComparedQuery {
  const ids = (results: ComparedResult[]) => results.map(({ photo }) => photo.id)
  return { ...query, current, next, overlap: overlapOf(ids(current), ids(next)) }
}

function countBands(queries: ComparedQuery[], side: 'current' | 'next'): Record<Band | 'none', number> {
  const counts = { strong: 0, possible: 0, weak: 0, none: 0 }
  for (const query of queries) for (const { band } of query[side]) counts[band ?? 'none']++
  return counts
}

const mean = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
