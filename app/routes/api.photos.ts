import type { ActionFunctionArgs } from '@remix-run/node'
import { storePhoto } from '~/domain/photos/store-photo.server'
import { drainRequest, receiveUpload } from '~/http/receive-upload.server'
import { requireActor } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'
import { withoutControls } from '~/platform/without-controls'

/** Upload: multipart with one file, fields before it. 201 for a new photo, 200 for one whose bytes are here already. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method !== 'POST') throw new AppError('BAD_REQUEST', 'Upload with POST.')
  const actor = await requireActor(request, context).catch((refusal: unknown) => {
    drainRequest(request)
    throw refusal
  })
  const { app } = context
  const stored = await receiveUpload(
    request,
    { maxBytes: app.env.UPLOAD_MAX_BYTES },
    ({ stream, fileName, fields }) =>
      storePhoto(app, actor, {
        stream,
        fileName,
        batchId: withoutControls(fields.batchId ?? '').slice(0, 100) || undefined,
        signal: request.signal,
      }),
  )
  return Response.json(stored, { status: stored.status === 'added' ? 201 : 200 })
}

/** A browser that comes here by hand. */
export function loader() {
  throw new AppError('BAD_REQUEST', 'Upload with POST.')
}
