import { z } from 'zod'

/** All filters narrow; those that are absent do not. Photos without the fact a filter asks about do not match it. */
export interface SearchFilters {
  takenFrom?: Date
  /** Included. */
  takenTo?: Date
  /** Part of the maker or the model of the camera. */
  camera?: string
  near?: { latitude: number; longitude: number; radiusKm: number }
  collectionId?: string
  tag?: string
  uploaderId?: string
  /** `image/jpeg`, … */
  contentType?: string
  /** Pixels of the shorter side, at least. */
  minSide?: number
  status?: 'processed' | 'ready'
}

/** At least one of `text`, `image` and `similarTo`. `image` and `similarTo` exclude each other. */
export interface SearchInput {
  text?: string
  /** A picture file, as the person gave it. */
  image?: Buffer
  /** A photo of this project: finds what looks like it, without it. */
  similarTo?: string
  /** Between 0 (only the words count) and 1 (only the picture); for queries with both. 0.5 when absent. */
  imageWeight?: number
  filters?: SearchFilters
  cursor?: string
  limit?: number
}

export const MAX_QUERY_LENGTH = 1000
const MAX_LIMIT = 200
const DEFAULT_LIMIT = 48
/** A query picture, in bytes: the same on the page, in the API and in the command line. */
export const MAX_QUERY_IMAGE_BYTES = 30 * 1024 * 1024

const blank = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional())

const DAY_MS = 86_400_000
/** Days and moments of the calendar: `Date` itself would read 31 February as 3 March. */
const day = z.iso.date()
const moment = z.iso.datetime({ offset: true, local: true })
const asDate = (text: string) => new Date(text)
const from = z.union([day, moment], 'Give a day of the calendar, such as 2026-01-31').transform(asDate)
/** A bare day is meant to be included, as in the library: its last millisecond, the finest that photos are dated. */
const until = z.union(
  [day.transform((text) => new Date(Date.parse(text) + DAY_MS - 1)), moment.transform(asDate)],
  'Give a day of the calendar, such as 2026-01-31',
)

/**
 * A search as it stands in an address or a form: `q`, `similarTo`, `imageWeight`, `cursor`, `limit` and the filters
 * `from`, `to`, `camera`, `lat`, `lng`, `km`, `collection`, `tag`, `uploader`, `type`, `minSide`, `status`.
 */
export const searchParams = z
  .object({
    // The length is judged by searchPhotos, which has the right error for it.
    q: z.string().optional(),
    similarTo: optional(z.uuid()),
    imageWeight: optional(z.coerce.number().min(0).max(1)),
    cursor: optional(z.string().max(300)),
    limit: optional(z.coerce.number().int().min(1).max(MAX_LIMIT)),
    from: optional(from),
    to: optional(until),
    camera: optional(z.string().max(100)),
    lat: optional(z.coerce.number().min(-90).max(90)),
    lng: optional(z.coerce.number().min(-180).max(180)),
    km: optional(z.coerce.number().positive().max(20_100)),
    collection: optional(z.uuid()),
    tag: optional(z.string().max(100)),
    uploader: optional(z.string().max(100)),
    type: optional(z.string().max(100)),
    minSide: optional(z.coerce.number().int().min(1).max(100_000)),
    status: optional(z.enum(['processed', 'ready'])),
  })
  .refine((value) => (value.lat === undefined) === (value.lng === undefined), {
    path: ['lat'],
    message: 'lat and lng go together',
  })
  .transform(
    ({ q, similarTo, imageWeight, cursor, limit, lat, lng, km, ...filter }): Omit<SearchInput, 'image'> => ({
      text: q,
      similarTo,
      imageWeight,
      cursor,
      limit,
      filters: {
        takenFrom: filter.from,
        takenTo: filter.to,
        camera: filter.camera,
        near:
          lat === undefined || lng === undefined
            ? undefined
            : { latitude: lat, longitude: lng, radiusKm: km ?? 1 },
        collectionId: filter.collection,
        tag: filter.tag,
        uploaderId: filter.uploader,
        contentType: filter.type,
        minSide: filter.minSide,
        status: filter.status,
      },
    }),
  )

/** The asked page size within its bounds. */
export function pageSize(asked: number | undefined): number {
  return Math.min(Math.max(1, Math.trunc(asked ?? DEFAULT_LIMIT)), MAX_LIMIT)
}
