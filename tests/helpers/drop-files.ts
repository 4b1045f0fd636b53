import { expect, type Page } from '@playwright/test'

/**
 * Drags files or folders from the desk over the page and lets go, as the browser itself would: the page gets real
 * files with real directory entries, which a DataTransfer made by a script cannot have. As a person would, it lets go
 * when the page says so: one that is not hydrated yet does not hear the drop.
 */
export async function dropFiles(page: Page, files: string[], at = { x: 640, y: 500 }): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, ...at, data })
  await expect(async () => {
    await drag('dragEnter')
    await drag('dragOver')
    await expect(page.getByText('Drop to upload')).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await drag('drop')
  await session.detach()
}
