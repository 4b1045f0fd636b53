import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ImageInput } from '../create-embedder.ts'
import { ServiceError } from '../errors.ts'
import { checkCount, parseBody } from './parse-body.ts'
import { readMultipart } from './read-multipart.ts'

const base64 = z.string().describe('base64 of a picture file, or a data: URI; addresses are refused')

/** The JSON form of every route that takes pictures: "image" for one, "images" for many; a route may add fields. */
export const pictureFields = { image: base64.optional(), images: z.array(base64).min(1).optional() }
export const isOneForm = (value: { image?: unknown; images?: unknown }) =>
  (value.image === undefined) !== (value.images === undefined)
export const ONE_FORM = 'send either "image" or "images"'

/** The multipart form of such a route, for the OpenAPI document. */
export const picturesForm = (fields: Record<string, unknown> = {}) => ({
  type: 'object',
  description:
    'Any number of files under any field names; the answer keeps their order and is always a list.',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } }, ...fields },
})

/**
 * The pictures of a request, from either form. `single` asks for an answer without a list; `fields` is what else
 * was sent, not yet parsed.
 */
export function receivePictures(
  request: FastifyRequest,
  body: z.ZodType<{ image?: string | undefined; images?: string[] | undefined }>,
  maxItems: number,
): { images: ImageInput[]; single: boolean; fields: unknown } {
  if (Buffer.isBuffer(request.body)) {
    // Two more parts than files are allowed: the fields.
    const parts = readMultipart(request.body, request.headers['content-type'] ?? '', maxItems + 2)
    if (parts.files.length === 0) throw new ServiceError('BODY_INVALID', 'The form holds no file.')
    checkCount(parts.files.length, maxItems)
    return { images: parts.files, single: false, fields: parts.fields }
  }
  const parsed = parseBody(body, request.body)
  const images = parsed.images ?? [parsed.image ?? '']
  checkCount(images.length, maxItems)
  return { images, single: parsed.images === undefined, fields: request.body }
}
