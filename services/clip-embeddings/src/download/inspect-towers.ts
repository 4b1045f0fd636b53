import ort from 'onnxruntime-node'
import { ServiceError } from '../errors.ts'

/** Names that `model.json` needs and that differ from publisher to publisher. */
export interface TowerNames {
  input: string
  attentionMask: string | null
  output: string
}

/**
 * Reads the input and output names of a tower from the graph itself. Publishers
 * agree on the weights of CLIP, not on names, and a table of names written from
 * memory would be wrong one day; the graph cannot be.
 */
export async function inspectTower(
  file: string,
  kind: 'image' | 'text',
  dimensions: number,
): Promise<TowerNames> {
  const session = await ort.InferenceSession.create(file, {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  })
  try {
    const inputs = session.inputMetadata.map((input) => input.name)
    const attentionMask = inputs.find((name) => name === 'attention_mask') ?? null
    const rest = inputs.filter((name) => name !== attentionMask)
    const [input] = rest
    const vectors = session.outputMetadata.filter((output) => {
      const width = output.isTensor ? output.shape.at(-1) : undefined
      return (
        output.isTensor && output.shape.length === 2 && (typeof width !== 'number' || width === dimensions)
      )
    })
    // A tower may also answer its unprojected vector; the projected one is called …embed….
    const output =
      vectors.find(({ name }) => /embed/i.test(name)) ?? (vectors.length === 1 ? vectors[0] : undefined)
    if (input === undefined || rest.length !== 1 || !output) {
      const outputs = session.outputNames.join(', ')
      throw new ServiceError(
        'MODEL_INVALID',
        `The ${kind} tower is not a CLIP tower: inputs ${inputs.join(', ')}; outputs ${outputs}.`,
      )
    }
    return { input, attentionMask, output: output.name }
  } finally {
    await session.release()
  }
}
