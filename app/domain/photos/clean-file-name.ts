const MAX_LENGTH = 200

/**
 * A file name fit to be shown: no folders, no NUL, control characters or halves of surrogate pairs, no direction overrides (`gpj.exe` reversed),
 * at most 200 characters with the extension kept. It is only ever shown, never used as a path.
 */
export function cleanFileName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).pop() ?? ''
  const visible = base
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  if (visible === '' || /^\.+$/.test(visible)) return 'unnamed'
  const characters = Array.from(visible)
  if (characters.length <= MAX_LENGTH) return visible
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(visible)?.[0] ?? ''
  return `${characters.slice(0, MAX_LENGTH - extension.length - 1).join('')}…${extension}`
}
