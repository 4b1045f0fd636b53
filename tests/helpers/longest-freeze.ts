import type { Locator } from '@playwright/test'

/** Chooses `count` small text files in a file input; the longest time in ms that the page then did nothing else. */
export function longestFreeze(input: Locator, count: number): Promise<number> {
  return input.evaluate(async (element, files) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('not an input')
    const transfer = new DataTransfer()
    for (let index = 0; index < files; index += 1)
      transfer.items.add(new File(['no picture'], `${index}.txt`, { lastModified: index }))
    let longest = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 10)
    element.files = transfer.files
    element.dispatchEvent(new Event('change', { bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 3000))
    clearInterval(watch)
    return longest
  }, count)
}
