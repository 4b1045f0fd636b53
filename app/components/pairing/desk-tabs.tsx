import type { PairView } from '~/domain/pairing/runs/run-view'

const tabs = {
  review: 'To review',
  sure: 'Sure',
  check: 'Check',
  doubtful: 'Doubtful',
  accepted: 'Accepted',
  all: 'All',
}
export type DeskTab = keyof typeof tabs

export function inTab(tab: DeskTab, pair: PairView): boolean {
  if (tab === 'all') return true
  if (tab === 'accepted') return pair.accepted
  if (pair.accepted) return false
  return tab === 'review' || pair.confidence === tab
}

/** Which pairs the list below shows. */
export function DeskTabs({
  pairs,
  tab,
  onTab,
}: {
  pairs: readonly PairView[]
  tab: DeskTab
  onTab: (tab: DeskTab) => void
}) {
  return (
    <div role="group" aria-label="Which pairs" className="mb-3 flex gap-1 overflow-x-auto py-1">
      {(Object.keys(tabs) as DeskTab[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={tab === name}
          onClick={() => onTab(name)}
          className="touch-target inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-3 text-sm font-medium text-soft hover:bg-hover hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-raised aria-pressed:ring-1 aria-pressed:ring-line"
        >
          {tabs[name]}
          <span className="text-faint tabular-nums">{pairs.filter((pair) => inTab(name, pair)).length}</span>
        </button>
      ))}
    </div>
  )
}
