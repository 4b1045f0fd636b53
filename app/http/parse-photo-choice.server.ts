import { z } from 'zod'
import type { PhotoChoice } from '~/domain/pairing/runs/choose-photos.server'

const day = z.iso.date().transform((text) => new Date(text))

/** Which photos to pair, as a form says it: `of` names the kind, the other fields belong to it. */
export const photoChoiceForm = z
  .discriminatedUnion('of', [
    z.object({ of: z.literal('unused') }),
    z.object({
      of: z.literal('photos'),
      photoIds: z
        .string()
        .transform((ids) => ids.split(','))
        .pipe(z.array(z.uuid()).min(1).max(600)),
    }),
    z.object({ of: z.literal('upload'), jobId: z.uuid() }),
    z.object({ of: z.literal('collection'), collectionId: z.uuid() }),
    z.object({ of: z.literal('taken'), from: day, to: day }),
    z.object({ of: z.literal('run'), runId: z.uuid() }),
  ])
  .transform(({ of, ...rest }) => ({ kind: of, ...rest }) as PhotoChoice)
