const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3 days ago", "in 2 hours", "just now". */
export function timeAgo(date: Date, now = Date.now()): string {
  const seconds = (date.getTime() - now) / 1000
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return formatter.format(Math.trunc(seconds / size), unit)
  }
  return 'just now'
}

const formatter = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** The text may differ by a step between server and browser; the exact time is in `dateTime` and in the title. */
export function TimeAgo({ date }: { date: Date }) {
  return (
    <time
      dateTime={date.toISOString()}
      title={date.toISOString().replace('T', ' ').slice(0, 16) + ' UTC'}
      suppressHydrationWarning
    >
      {timeAgo(date)}
    </time>
  )
}
