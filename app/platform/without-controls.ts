/** Text as it may be stored and shown: Postgres takes no NUL, and nobody sees control characters or half surrogate pairs. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, ' ')
}
