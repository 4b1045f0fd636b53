import { del, get, keys, set } from 'idb-keyval'
import { newId } from '../upload/new-id'

const PREFIX = 'query-picture/'
/** Enough to go back through a morning's searches. */
const KEPT = 20

interface Kept {
  file: File
  at: number
}

/**
 * Pictures people search with stay on their device: the address names one by a key, so that back and reload find it
 * again, and nothing is uploaded but for the search itself.
 */
export async function keepQueryPicture(file: File): Promise<string> {
  const key = newId()
  await set(PREFIX + key, { file, at: Date.now() } satisfies Kept)
  void forgetOld()
  return key
}

/** Undefined when it was made on another device, or long ago. */
export async function readQueryPicture(key: string): Promise<File | undefined> {
  const kept = await get<Kept>(PREFIX + key).catch(() => undefined)
  return kept?.file
}

async function forgetOld(): Promise<void> {
  const ours = (await keys<string>()).filter((key) => String(key).startsWith(PREFIX))
  if (ours.length <= KEPT) return
  const ages = await Promise.all(ours.map(async (key) => ({ key, at: (await get<Kept>(key))?.at ?? 0 })))
  for (const { key } of ages.sort((a, b) => b.at - a.at).slice(KEPT)) await del(key)
}
