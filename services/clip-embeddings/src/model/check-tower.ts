import { ServiceError } from '../errors.ts'
import type { Tower } from './start-tower.ts'

interface ExpectedTower {
  kind: 'image' | 'text'
  inputs: { name: string; types: string[]; shape: number[] }[]
  output: string
  dimensions: number
}

/**
 * Compares a session with what `model.json` promises, and says in a sentence
 * what differs. A free (named) dimension fits anything. Returns whether the
 * graph was exported for exactly one item a run, as some published ones are.
 */
export function checkTower(tower: Pick<Tower, 'inputs' | 'outputs'>, expected: ExpectedTower): boolean {
  const refuse = (problem: string): never => {
    throw new ServiceError('MODEL_SHAPE_MISMATCH', `The ${expected.kind} tower ${problem}.`)
  }
  const names = expected.inputs.map((input) => input.name)
  const found = tower.inputs.map((input) => input.name)
  if (names.toSorted().join() !== found.toSorted().join()) {
    refuse(`takes the inputs ${found.join(', ')}, but model.json says ${names.join(', ')}`)
  }
  let oneByOne = false
  for (const wanted of expected.inputs) {
    const input = tower.inputs.find((candidate) => candidate.name === wanted.name)
    if (!input) continue
    if (!wanted.types.includes(input.type))
      refuse(`takes ${input.type} as ${input.name}, not ${wanted.types.join(' or ')}`)
    const [batch, ...rest] = input.shape
    const fits =
      rest.length === wanted.shape.length &&
      rest.every((size, i) => typeof size !== 'number' || size === wanted.shape[i])
    if (!fits)
      refuse(
        `takes ${input.name} of shape [${input.shape.join(', ')}], but model.json says [N, ${wanted.shape.join(', ')}]`,
      )
    if (typeof batch === 'number' && batch !== 1) refuse(`takes exactly ${batch} items a run`)
    oneByOne ||= batch === 1
  }
  const output = tower.outputs.find((candidate) => candidate.name === expected.output)
  if (!output)
    return refuse(`has no output ${expected.output}; it has ${tower.outputs.map((o) => o.name).join(', ')}`)
  if (output.type !== 'float32') refuse(`answers ${output.type}, not float32`)
  const width = output.shape.at(-1)
  if (output.shape.length !== 2 || (typeof width === 'number' && width !== expected.dimensions)) {
    refuse(`answers the shape [${output.shape.join(', ')}], but model.json says [N, ${expected.dimensions}]`)
  }
  return oneByOne
}
