import type { FlagOverview } from '~/domain/flags/list-flags.server'

type Figures = FlagOverview['figures']['inside']

/** Both cohorts side by side; times as bars on one scale, because the difference is what one looks for. */
export function CohortTable({ figures }: { figures: FlagOverview['figures'] }) {
  const slowest = Math.max(figures.inside.p95 ?? 0, figures.outside.p95 ?? 0)
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-faint">
            <th scope="col" className="pb-2 font-normal">
              <span className="sr-only">Cohort</span>
            </th>
            <th scope="col" className="pb-2 text-right font-normal">
              Searches
            </th>
            <th scope="col" className="pb-2 pl-3 text-right font-normal">
              Errors
            </th>
            <th scope="col" className="pb-2 pl-3 sm:pl-6 font-normal">
              p50
            </th>
            <th scope="col" className="pb-2 pl-3 sm:pl-6 font-normal">
              p95
            </th>
          </tr>
        </thead>
        <tbody>
          <CohortRow name="Inside" figures={figures.inside} slowest={slowest} bar="bg-accent" />
          <CohortRow name="Outside" figures={figures.outside} slowest={slowest} bar="bg-line-strong" />
        </tbody>
      </table>
    </div>
  )
}

function CohortRow({
  name,
  figures,
  slowest,
  bar,
}: {
  name: string
  figures: Figures
  slowest: number
  bar: string
}) {
  const rate = figures.uses === 0 ? 0 : figures.errors / figures.uses
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2.5 text-left font-medium">
        {name}
      </th>
      <td className="py-2.5 text-right tabular-nums">{figures.uses.toLocaleString('en')}</td>
      <td className={`py-2.5 text-right tabular-nums ${rate > 0.05 ? 'font-medium text-danger-text' : ''}`}>
        {figures.errors.toLocaleString('en')}
        {figures.errors > 0 ? (
          <span className="hidden text-faint sm:inline"> ({(rate * 100).toFixed(1)} %)</span>
        ) : null}
      </td>
      <td className="py-2.5 pl-3 sm:pl-6">
        <Duration ms={figures.p50} slowest={slowest} bar={bar} />
      </td>
      <td className="py-2.5 pl-3 sm:pl-6">
        <Duration ms={figures.p95} slowest={slowest} bar={bar} />
      </td>
    </tr>
  )
}

function Duration({ ms, slowest, bar }: { ms: number | null; slowest: number; bar: string }) {
  if (ms === null) return <span className="text-faint">none yet</span>
  return (
    <span className="flex flex-col gap-1">
      <span className="tabular-nums">{ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en')} ms</span>
      <span
        aria-hidden
        className={`h-1 rounded-full ${bar}`}
        style={{ width: `${Math.max(4, (ms / slowest) * 100)}%` }}
      />
    </span>
  )
}
