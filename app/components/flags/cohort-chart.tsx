import type { FlagOverview } from '~/domain/flags/list-flags.server'

const height = 96
const step = 12
const gap = 3

/** Uses over the period, inside stacked on outside. The table below says the same in figures. */
export function CohortChart({ timeline }: { timeline: FlagOverview['timeline'] }) {
  const peak = Math.max(...timeline.map(({ inside, outside }) => inside + outside))
  const total = timeline.reduce((sum, { inside, outside }) => sum + inside + outside, 0)
  const scale = (uses: number) => (peak === 0 ? 0 : (uses / peak) * height)
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-medium">Uses</span>
        <span className="flex gap-4 text-faint">
          <Key className="bg-accent" label="Inside" />
          <Key className="bg-line-strong" label="Outside" />
        </span>
      </figcaption>
      {peak === 0 ? (
        <p className="flex h-24 items-center justify-center rounded-lg border border-dashed border-line text-sm text-faint">
          No use in this period yet
        </p>
      ) : (
        <svg
          viewBox={`0 0 ${timeline.length * step} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${total.toLocaleString('en')} uses in the period, at most ${peak.toLocaleString('en')} in one slice`}
          className="h-24 w-full"
        >
          {timeline.map(({ at, inside, outside, errors }, index) => {
            const tall = scale(inside)
            const low = scale(outside)
            return (
              <g key={at.getTime()}>
                <title>{`${at.toISOString().slice(5, 16).replace('T', ' ')} UTC: ${inside} inside, ${outside} outside, ${errors} errors`}</title>
                <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
                <rect
                  x={index * step + gap / 2}
                  y={height - 1}
                  width={step - gap}
                  height={1}
                  className="fill-line"
                />
                <rect
                  x={index * step + gap / 2}
                  y={height - low}
                  width={step - gap}
                  height={low}
                  className="fill-line-strong"
                />
                <rect
                  x={index * step + gap / 2}
                  y={height - low - tall}
                  width={step - gap}
                  height={tall}
                  className="fill-accent"
                />
              </g>
            )
          })}
        </svg>
      )}
    </figure>
  )
}

function Key({ className, label }: { className: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2.5 rounded-xs ${className}`} />
      {label}
    </span>
  )
}
