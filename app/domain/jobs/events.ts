import { z } from 'zod'

/** The Postgres channel all events travel on. */
export const EVENT_CHANNEL = 'recto'

/** Postgres limits a notification to 8,000 bytes: ids and numbers only, never names or texts of unknown length. */
export const appEventSchema = z
  .object({
    kind: z.enum(['photo', 'job', 'pairing-run', 'product', 'collection', 'flag']),
    id: z.string(),
    /** Null: upkeep, for admins. */
    projectId: z.string().nullable(),
    /** Uploader of a photo, creator of a job: customers get only the events of what is theirs. */
    ownerId: z.string().nullish(),
    /** Customers who sent the same picture after its uploader: it is theirs too. */
    claimantIds: z.array(z.string()).nullish(),
    status: z.string().optional(),
  })
  .loose()

export type AppEvent = z.infer<typeof appEventSchema>
