import { z } from 'zod'

const triple = z.tuple([z.number(), z.number(), z.number()])
/** A bare file name: a model folder is flat, and its description may not point outside it. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a plain file name')

/**
 * How a cosine becomes a judgement, for one direction: `slope` and `intercept`
 * of a logistic curve, and the cosines from which a match is called strong,
 * possible or weak. Text↔image and image↔image live on different scales, so
 * one cut for both would be wrong for at least one of them.
 */
const calibration = z.object({
  slope: z.number(),
  intercept: z.number(),
  strong: z.number(),
  possible: z.number(),
  weak: z.number(),
})

/** `model.json`, format 1: the contract between training or download and the service. */
export const modelDescription = z.object({
  format: z.literal(1),
  name: z.string().min(1),
  revision: z.string().min(1),
  licence: z.string().min(1),
  dimensions: z.number().int().positive(),
  image: z.object({
    file: fileName,
    input: z.string(),
    output: z.string(),
    size: z.number().int().min(8).max(1024),
    fit: z.enum(['crop', 'stretch']),
    mean: triple,
    std: triple.refine((std) => std.every((value) => value > 0), 'must be positive'),
  }),
  text: z.object({
    file: fileName,
    tokenizer: fileName,
    contextLength: z.number().int().min(2).max(4096),
    inputIds: z.string(),
    attentionMask: z.string().nullable(),
    output: z.string(),
    padId: z.number().int().nonnegative(),
    bosId: z.number().int().nonnegative().nullable(),
    eosId: z.number().int().nonnegative().nullable(),
  }),
  files: z.record(
    fileName,
    z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().positive() }),
  ),
  calibration: z.object({ textToImage: calibration, imageToImage: calibration }),
  probe: z.object({
    image: fileName,
    text: z.string().min(1),
    imageEmbedding: z.base64(),
    textEmbedding: z.base64(),
    minCosine: z.number().min(0).max(1),
  }),
})

export type ModelDescription = z.infer<typeof modelDescription>

/** What stands in the `model` field of every answer; rows with another id must never be compared. */
export function modelId(model: Pick<ModelDescription, 'name' | 'revision'>): string {
  return `${model.name}@${model.revision}`
}
