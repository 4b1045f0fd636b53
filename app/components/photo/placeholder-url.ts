import { thumbHashToDataURL } from 'thumbhash'

const known = new Map<string, string>()
/** A page of a large library at a time; a decoded placeholder is about 4 kB. */
const KEPT = 2000

/** The blurred picture of a ThumbHash (base64) as a data address; undefined when it cannot be read. */
export function placeholderUrl(placeholder: string | null): string | undefined {
  if (!placeholder) return undefined
  const cached = known.get(placeholder)
  if (cached) return cached
  try {
    const url = thumbHashToDataURL(Uint8Array.from(atob(placeholder), (char) => char.charCodeAt(0)))
    const oldest = known.keys().next()
    if (known.size >= KEPT && !oldest.done) known.delete(oldest.value)
    known.set(placeholder, url)
    return url
  } catch {
    return undefined
  }
}
