import { clsx } from 'clsx'

/** `value` from 0 to 1; without it the bar only says that something goes on. */
export function Progress({
  value,
  label,
  tone = 'accent',
  className,
}: {
  value?: number
  label: string
  tone?: 'accent' | 'danger' | 'success'
  className?: string
}) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  const colour = { accent: 'bg-accent', danger: 'bg-danger', success: 'bg-success-text' }[tone]
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={clsx('h-1.5 w-full overflow-hidden rounded-full bg-sunken', className)}
    >
      <div
        className={clsx(
          'h-full rounded-full transition-[width] duration-300',
          colour,
          percent === undefined && 'w-1/3 animate-pulse',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}
