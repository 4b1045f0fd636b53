import { z } from 'zod'

/** Half of the service's default body limit. */
const REQUEST_BYTES = 16 * 1024 * 1024

/** What the service answers in the place of one picture that it cannot use. */
export const itemError = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/** Pictures as the files of one form, the fastest of the forms that the service takes. */
export function picturesForm(images: readonly Buffer[], fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const image of images) form.append('files', new Blob([new Uint8Array(image)]), 'image')
  return form
}

/** Runs of at most `most` pictures and REQUEST_BYTES, in order; a picture that is larger goes alone. */
export function* cutIntoRequests(images: readonly Buffer[], most: number): Generator<Buffer[]> {
  let part: Buffer[] = []
  let bytes = 0
  for (const image of images) {
    if (part.length > 0 && (part.length === most || bytes + image.length > REQUEST_BYTES)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(image)
    bytes += image.length
  }
  if (part.length > 0) yield part
}
