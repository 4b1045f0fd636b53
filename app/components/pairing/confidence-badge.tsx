import { CircleAlert, CircleCheck, CircleHelp, Hand } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PairView } from '~/domain/pairing/runs/run-view'
import { Badge, type Tone } from '../ui/badge'

const looks: Record<PairView['confidence'], { label: string; tone: Tone; icon: ReactNode }> = {
  sure: { label: 'Sure', tone: 'success', icon: <CircleCheck aria-hidden /> },
  check: { label: 'Check', tone: 'warning', icon: <CircleHelp aria-hidden /> },
  doubtful: { label: 'Doubtful', tone: 'danger', icon: <CircleAlert aria-hidden /> },
}

/** How sure the proposal is, in a word and a number; a person's own pair has no number. */
export function ConfidenceBadge({ pair }: { pair: PairView }) {
  if (pair.byHand)
    return (
      <Badge tone="accent" icon={<Hand aria-hidden />}>
        By hand
      </Badge>
    )
  const { label, tone, icon } = looks[pair.confidence]
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
      <span className="text-sm text-soft tabular-nums">{percent(pair.score)}</span>
    </span>
  )
}

/** Never 100 %: nobody is that sure. */
function percent(score: number): string {
  const shown = Math.min(99.9, 100 * score)
  return `${shown >= 99 ? shown.toFixed(1) : Math.round(shown)} %`
}
