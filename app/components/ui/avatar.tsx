import { clsx } from 'clsx'

export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft text-[0.8125rem] font-semibold text-accent-text',
        className,
      )}
    >
      {initials(name)}
    </span>
  )
}

/** One or two letters to know a person by. Splits by code point, so an emoji is not cut in half. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toLocaleUpperCase()
}
