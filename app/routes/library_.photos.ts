import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { parseLibraryAddress, toPhotoFilters } from '~/components/library/library-address'
import { countPhotos } from '~/domain/photos/count-photos.server'
import { listPhotos } from '~/domain/photos/list-photos.server'
import { requireActor } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

const schema = z.object({
  cursor: z.string().max(300).optional(),
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(z.uuid()).max(200))
    .optional(),
})

/** More of an open library: the page behind `cursor`, or what the photos in `ids` look like now, with fresh counts. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const params = new URL(request.url).searchParams
  const input = schema.safeParse(Object.fromEntries(params))
  if (!input.success)
    throw new AppError('BAD_REQUEST', 'The page of photos that was asked for does not exist.')
  const { cursor, ids } = input.data
  const filters = toPhotoFilters(parseLibraryAddress(params))
  const [page, counts] = await Promise.all([
    listPhotos(context.app, actor, { filters: { ...filters, ids }, cursor, limit: ids ? 200 : 100 }),
    ids
      ? countPhotos(context.app, actor, { deleted: filters.deleted, collectionId: filters.collectionId })
      : undefined,
  ])
  return Response.json({ ...page, counts }, { headers: { 'cache-control': 'no-store' } })
}
