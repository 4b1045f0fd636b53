import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AppError } from '~/platform/errors'

/** Never photos of a shop: what operating systems and editors leave behind. */
const skipped = new Set(['Thumbs.db', 'desktop.ini', 'node_modules', '__MACOSX'])

/**
 * Paths of all files below a folder, relative to it, in name order. Hidden ones and links are left out: a link could
 * lead out of the folder or round in a circle.
 * @throws AppError DIR_NOT_FOUND, PERMISSION_DENIED, DIR_EMPTY.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const info = await stat(folder).catch(() => null)
  if (!info?.isDirectory()) throw new AppError('DIR_NOT_FOUND', `There is no folder ${folder}.`)
  const files: string[] = []
  try {
    // why not opendir: in Node 20 its recursion stops after 32 entries of every folder below the first.
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = relative(folder, join(entry.parentPath, entry.name))
      const hidden = path.split('/').some((part) => part.startsWith('.') || skipped.has(part))
      if (entry.isFile() && !hidden) files.push(path)
    }
  } catch (error) {
    throw new AppError('PERMISSION_DENIED', `${folder} cannot be read.`, {
      hint: 'Give your user read access to the folder and everything below it.',
      cause: error,
    })
  }
  if (files.length === 0) throw new AppError('DIR_EMPTY', `${folder} holds no files.`)
  return files.sort()
}
