import { expect, it } from 'vitest'
import { coalesce } from './coalesce'

it('sends calls of one turn together and gives each its own answer', async () => {
  const batches: number[][] = []
  const double = coalesce(async (inputs: number[]) => {
    batches.push(inputs)
    return inputs.map((input) => input * 2)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(batches).toEqual([[1, 2, 3]])
})

it('gathers what comes while two are under way, up to its limit', async () => {
  const sizes: number[] = []
  const slow = coalesce(
    async (inputs: number[]) => {
      sizes.push(inputs.length)
      await new Promise((resolve) => setTimeout(resolve, 20))
      return inputs
    },
    { limit: 3, flights: 2 },
  )
  const first = slow(0)
  await new Promise((resolve) => setTimeout(resolve, 1))
  const rest = [1, 2, 3, 4, 5, 6, 7].map(slow)
  expect(await Promise.all([first, ...rest])).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(sizes).toEqual([1, 3, 3, 1])
})

it('fails the calls of a failed batch and goes on', async () => {
  let fail = true
  const call = coalesce(async (inputs: number[]) => {
    if (fail) throw new Error('no')
    return inputs
  })
  await expect(Promise.all([call(1), call(2)])).rejects.toThrow('no')
  fail = false
  expect(await call(3)).toBe(3)
})
