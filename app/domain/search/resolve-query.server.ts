import type { Actor } from '~/domain/auth/actor'
import { embedQueryImage, prepareQueryImage } from '~/domain/embeddings/embed-query-image.server'
import { findContentVector } from '~/domain/embeddings/find-content-vector.server'
import { visiblePhotos } from '~/domain/photos/visible-photos.server'
import type { ClipModel } from '~/platform/clip/clip-client'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { mixQueries, type CalibratedQuery } from './calibrate'
import type { SearchInput } from './search-query'

type Context = Pick<AppContext, 'db' | 'storage' | 'clip'>
type Query = Pick<SearchInput, 'image' | 'similarTo' | 'imageWeight'> & { text: string }

/** Words, picture or both as one vector of one model. Throws ML_SERVICE_DOWN where the service is needed and silent. */
export async function resolveQuery(
  ctx: Context,
  actor: Actor,
  query: Query,
  signal?: AbortSignal,
): Promise<CalibratedQuery & { model: string }> {
  // A photo that is not there must not wait for the service to say so.
  const similarTo = query.similarTo === undefined ? null : await findVisiblePhoto(ctx, actor, query.similarTo)
  if (similarTo && !query.text) {
    const found = await findContentVector(ctx, similarTo)
    return { model: found.model, vector: found.vector, scale: found.calibration.imageToImage }
  }
  // Nor must a file that is no picture.
  const image = query.image && (await prepareQueryImage(query.image))
  const model = await ctx.clip.model()
  const [text, picture] = await Promise.all([
    query.text ? ctx.clip.embedText(query.text, signal) : null,
    image ? embedQueryImage(ctx, image, signal) : similarTo ? findContentVector(ctx, similarTo) : null,
  ])
  const answered = [text?.model, picture?.model].filter((id) => id !== undefined)
  if (answered.some((id) => id !== model.id)) {
    throw new AppError('ML_SERVICE_DOWN', 'The embedding service is changing its model at this moment.')
  }
  return {
    model: model.id,
    ...combine(text?.vector, picture?.vector, query.imageWeight ?? 0.5, model.calibration),
  }
}

function combine(
  text: Float32Array | undefined,
  picture: Float32Array | undefined,
  imageWeight: number,
  calibration: ClipModel['calibration'],
): CalibratedQuery {
  if (text && picture) return mixQueries(text, picture, imageWeight, calibration)
  if (text) return { vector: text, scale: calibration.textToImage }
  if (picture) return { vector: picture, scale: calibration.imageToImage }
  throw new AppError('INTERNAL', 'A query of neither words nor picture.')
}

async function findVisiblePhoto(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<{ id: string; sha256: string }> {
  const photo = await ctx.db.prisma.photo.findFirst({
    where: { ...visiblePhotos(actor), id, deletedAt: null },
    select: { id: true, sha256: true },
  })
  if (!photo) throw new AppError('NOT_FOUND', 'The photo to compare with is not there.')
  return photo
}
