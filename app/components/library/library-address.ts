import { z } from 'zod'
import type { PhotoFilters } from '~/domain/photos/list-photos.server'
import { photoStatuses } from '~/domain/photos/photo-view'

const day = z.iso.date()
/** With a control character in it, it is in no photo's name, and Postgres would refuse it. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\P{Cc}*$/u)
    .min(1)
    .max(most)
    .optional()
    .catch(undefined)
const DAY_MS = 86_400_000

/**
 * The library's filters as they stand in its address: `name`, `status`, `type`, `camera`, `from` and `to` (days of
 * capture), `collection`, `bin`. A value that makes no sense is left out, so that an old or mistyped link still opens.
 */
const schema = z.object({
  name: text(200),
  status: z.enum(photoStatuses).optional().catch(undefined),
  type: text(100),
  camera: text(200),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  collection: z.uuid().optional().catch(undefined),
  bin: z.literal('1').optional().catch(undefined),
})

export type LibraryAddress = z.infer<typeof schema>
export type LibraryField = keyof LibraryAddress

export function parseLibraryAddress(params: URLSearchParams): LibraryAddress {
  return schema.parse(Object.fromEntries(params))
}

export function toPhotoFilters(address: LibraryAddress): PhotoFilters {
  return {
    text: address.name,
    status: address.status && [address.status],
    contentType: address.type === undefined ? undefined : [address.type],
    camera: address.camera === undefined ? undefined : [address.camera],
    takenFrom: address.from === undefined ? undefined : new Date(address.from),
    // The day itself is meant to be included.
    takenTo: address.to === undefined ? undefined : new Date(Date.parse(address.to) + DAY_MS),
    collectionId: address.collection,
    deleted: address.bin === '1' ? true : undefined,
  }
}

/** The address's own form: only what is set, in one order. Equal filters give equal keys. */
export function libraryQuery(address: LibraryAddress): string {
  const params = new URLSearchParams()
  for (const field of schema.keyof().options) {
    const value = address[field]
    if (value !== undefined) params.set(field, value)
  }
  return params.toString()
}

/** How many filters narrow the list. The bin and a collection are places, not filters. */
export function countFilters({ bin: _, collection: __, ...filters }: LibraryAddress): number {
  return Object.values(filters).filter((value) => value !== undefined).length
}
