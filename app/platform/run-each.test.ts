import { expect, it } from 'vitest'
import { runEach } from './run-each'

it('begins nothing after a failure, and throws it only when what was under way has ended', async () => {
  const begun: number[] = []
  let ended = false
  let finish = (): void => {}
  const slow = new Promise<void>((resolve) => (finish = resolve))
  const running = runEach([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item)
    if (item === 0) throw new Error('no more')
    await slow
    ended = true
  })
  const outcome = running.then(
    () => 'went through',
    (error: Error) => `${error.message}, ended: ${ended}`,
  )
  setTimeout(finish, 20)
  expect(await outcome).toBe('no more, ended: true')
  expect(begun.filter((item) => item > 2)).toEqual([])
})

it('does all of them, never more at once than allowed', async () => {
  let now = 0
  let most = 0
  const seen: number[] = []
  await runEach(['a', 'b', 'c', 'd', 'e'], 2, async (_, index) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setTimeout(resolve, 1))
    seen.push(index)
    now--
  })
  expect(seen.sort()).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
})
