/** Text for LIKE with its own %, _ and \ taken literally. Prisma's `contains` and `equals` pass them on as wildcards. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** A LIKE pattern that finds `text` anywhere. */
export function containsPattern(text: string): string {
  return `%${escapeLike(text)}%`
}
