import { expect, test } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const drain = (queue: FairQueue<string>) => Array.from({ length: queue.size }, () => queue.shift())

test('callers take turns, and each keeps its order', () => {
  const queue = new FairQueue<string>()
  const bulk = Symbol('bulk')
  const single = Symbol('single')
  for (let i = 0; i < 4; i++) queue.push(bulk, `bulk${i}`)
  queue.push(single, 'single')
  expect(drain(queue)).toEqual(['bulk0', 'single', 'bulk1', 'bulk2', 'bulk3'])
  expect(queue.shift()).toBeUndefined()
})

test('urgent items go before everyone', () => {
  const queue = new FairQueue<string>()
  queue.push(Symbol('a'), 'a')
  queue.pushUrgent('probe')
  expect(drain(queue)).toEqual(['probe', 'a'])
})

test('removing a caller leaves its neighbours and an exact size', () => {
  const queue = new FairQueue<string>()
  const gone = Symbol('gone')
  const stays = Symbol('stays')
  queue.push(gone, 'g0')
  queue.push(stays, 's0')
  queue.push(gone, 'g1')
  expect(queue.remove(gone)).toEqual(['g0', 'g1'])
  expect(queue.remove(gone)).toEqual([])
  expect(queue.size).toBe(1)
  expect(drain(queue)).toEqual(['s0'])
})
