import { describe, expect, it } from 'vitest'
import { PartlyDone, sendInSlices } from './send-in-slices'

const ids = ['a', 'b', 'c', 'd', 'e']

describe('sending in slices', () => {
  it('sends everything once, in order', async () => {
    const sent: (readonly string[])[] = []
    await sendInSlices(ids, 2, async (slice) => void sent.push(slice))
    expect(sent).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  it('sends an empty list once: a collection may begin without photos', async () => {
    const sent: (readonly string[])[] = []
    await sendInSlices([], 2, async (slice) => void sent.push(slice))
    expect(sent).toEqual([[]])
  })

  it('tells what was done before a slice failed, and sends nothing after it', async () => {
    const sent: (readonly string[])[] = []
    const sending = sendInSlices(ids, 2, async (slice, lost) => {
      sent.push(slice)
      if (slice.includes('c')) throw new Error(`Lost. ${lost}`)
    })
    const error = await sending.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PartlyDone)
    expect(error).toMatchObject({ done: ['a', 'b'], message: 'Lost. The rest was not changed.' })
    expect(sent).toHaveLength(2)
  })

  it('hands on the first failure as it is: nothing was done', async () => {
    const failure = new Error('no')
    await expect(sendInSlices(ids, 2, () => Promise.reject(failure))).rejects.toBe(failure)
  })
})
