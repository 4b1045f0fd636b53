import { expect, it } from 'vitest'
import { createItemGate } from './item-gate'

const never = new AbortController().signal
const tick = () => new Promise((resolve) => setImmediate(resolve))

it('lets in as many as there are places, first come first served', async () => {
  const gate = createItemGate({ max: 2, budgetBytes: 100, readRss: () => 10 })
  const order: string[] = []
  const enter = (name: string) => gate.enter(never).then((leave) => (order.push(name), leave))
  const [leaveA] = await Promise.all([enter('a'), enter('b')])
  const c = enter('c')
  void enter('d')
  await tick()
  expect(order).toEqual(['a', 'b'])
  leaveA()
  leaveA() // Leaving twice gives nobody a second place.
  await c
  await tick()
  expect(order).toEqual(['a', 'b', 'c'])
})

it('has fewer places the fuller the memory, none above 80 %', () => {
  let used = 0
  const gate = createItemGate({ max: 8, budgetBytes: 100, readRss: () => used })
  const places = [0, 59, 65, 70, 79, 80, 200].map((percent) => ((used = percent), gate.places()))
  expect(places).toEqual([8, 8, 6, 4, 1, 0, 0])
})

it('opens by itself when memory is free again', async () => {
  let used = 90
  const gate = createItemGate({ max: 1, budgetBytes: 100, readRss: () => used })
  let inside = false
  const entered = gate.enter(never).then(() => (inside = true))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(inside).toBe(false)
  used = 10
  await entered
})

it('does not keep those who gave up waiting', async () => {
  const gate = createItemGate({ max: 1, budgetBytes: 100, readRss: () => 0 })
  const leave = await gate.enter(never)
  const givesUp = new AbortController()
  const waiting = gate.enter(givesUp.signal)
  givesUp.abort(new Error('gave up'))
  await expect(waiting).rejects.toThrow('gave up')
  const next = gate.enter(never)
  leave()
  await next
})
