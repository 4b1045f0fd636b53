import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import type { Period } from '~/domain/flags/list-flags.server'

const periods: { value: Period; label: string }[] = [
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
]

/** Links, not a control: the address holds the period, and back works. */
export function PeriodLinks({ period }: { period: Period }) {
  return (
    <nav aria-label="Period" className="flex rounded-lg border border-line bg-sunken p-0.5">
      {periods.map(({ value, label }) => (
        <Link
          key={value}
          to={`?period=${value}`}
          preventScrollReset
          aria-current={value === period ? 'true' : undefined}
          className={clsx(
            'inline-flex h-8 items-center rounded-md px-3 text-sm font-medium pointer-coarse:h-11',
            value === period ? 'bg-raised text-ink shadow-raised' : 'text-soft hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
