import type { LoaderFunctionArgs } from '@remix-run/node'
import { getPhoto } from '~/domain/photos/get-photo.server'
import { readUuid } from '~/http/read-uuid'
import { requireActor } from '~/http/require-actor.server'

/** All facts of one photo, for the panel beside the library. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const photo = await getPhoto(context.app, actor, readUuid(params.photoId, 'photo'))
  return Response.json(photo, { headers: { 'cache-control': 'no-store' } })
}
