import { AppError } from '~/platform/errors'

/** The body of a request that is a form or JSON of ours; a longer one is not read to its end. @throws BAD_REQUEST */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (!request.body) return ''
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength
    if (size > maxBytes) throw new AppError('BAD_REQUEST', 'The request is too large.')
    chunks.push(next.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
