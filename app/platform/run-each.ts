import PQueue from 'p-queue'

/**
 * Does `work` for every item, so many at once. After the first failure nothing more is begun; what is under way is
 * waited for, so that nobody pays for, or writes into, what was given up. Then the failure is thrown.
 */
export async function runEach<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency })
  try {
    await Promise.all(items.map((item, index) => queue.add(() => work(item, index))))
  } catch (error) {
    queue.clear()
    await queue.onIdle()
    throw error
  }
}
