import type { Page } from '@playwright/test'

/**
 * Drags files or folders from the desk over the page and lets go, as the browser itself would: the page gets real
 * files with real directory entries, which a DataTransfer made by a script cannot have.
 */
export async function dropFiles(page: Page, files: string[], at = { x: 640, y: 500 }): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}
