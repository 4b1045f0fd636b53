import { expect, test } from 'vitest'
import { openOf, takeAnswer, withoutGone } from './added-photos'

const photo = (id: string, status: 'waiting' | 'processed' | 'ready' | 'failed') => ({
  id,
  status,
  errorMessage: null,
})
const added = ['a', 'b', 'c', 'd', 'e']

test('a photo is open until it is ready, has failed, or is gone', () => {
  const known = takeAnswer(
    new Map(),
    ['a', 'b', 'c', 'd'],
    [photo('a', 'ready'), photo('b', 'failed'), photo('c', 'processed')],
  )
  expect(openOf(added, known)).toEqual(['c', 'e'])
  // What was not asked for is not gone: it counts, and nothing is known of it yet.
  expect([...withoutGone(added, known).keys()]).toEqual(['a', 'b', 'c', 'e'])
  expect(withoutGone(added, known).get('e')).toBeUndefined()
})

test('a deleted photo that is restored counts again', () => {
  const gone = takeAnswer(new Map(), ['a'], [])
  expect(withoutGone(['a'], gone).size).toBe(0)
  const back = takeAnswer(gone, ['a'], [photo('a', 'processed')])
  expect(openOf(['a'], back)).toEqual(['a'])
  expect(withoutGone(['a'], back).size).toBe(1)
})

test('a photo deleted after it was ready leaves the total', () => {
  const ready = takeAnswer(new Map(), ['a', 'b'], [photo('a', 'ready'), photo('b', 'ready')])
  expect(withoutGone(['a', 'b'], takeAnswer(ready, ['a'], [])).size).toBe(1)
})
