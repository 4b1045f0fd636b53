import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { deletePhotos, restorePhotos } from '~/domain/photos/delete-photos.server'
import { retryPhotos } from '~/domain/photos/retry-photos.server'
import { parseJson } from '~/http/parse-json.server'
import { requireActor } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

const schema = z.object({ ids: z.array(z.uuid()).min(1).max(500) })

/** `POST /api/photos/delete|restore|retry` with `{ ids }`: answers which of them were changed. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireActor(request, context)
  const { ids } = await parseJson(request, schema, 'Name 1 to 500 photos by their ids.')
  switch (params.change) {
    case 'delete':
      return Response.json({ ids: await deletePhotos(context.app, actor, ids) })
    case 'restore':
      return Response.json({ ids: await restorePhotos(context.app, actor, ids) })
    case 'retry':
      return Response.json({ ids: (await retryPhotos(context.app, actor, ids)).photoIds })
    default:
      throw new AppError('NOT_FOUND', 'There is no such change of photos.')
  }
}
