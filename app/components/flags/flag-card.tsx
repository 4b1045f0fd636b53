import { Lock } from 'lucide-react'
import type { FlagOverview } from '~/domain/flags/list-flags.server'
import { Badge, type Tone } from '../ui/badge'
import { Card, CardHeader } from '../ui/card'
import { CohortChart } from './cohort-chart'
import { CohortTable } from './cohort-table'
import { OverrideList } from './override-list'
import { RolloutForm } from './rollout-form'

/** One flag: how far it goes on the left, how it does on the right. */
export function FlagCard({
  flag,
  people,
}: {
  flag: FlagOverview
  people: { userId: string; name: string; email: string }[]
}) {
  const locked = flag.rollout.source === 'environment'
  return (
    <Card role="region" aria-label={flag.title}>
      <CardHeader
        title={flag.title}
        description={flag.description}
        actions={<StateBadge rollout={flag.rollout} />}
      />
      {locked ? (
        <p className="flex items-start gap-2.5 border-b border-line bg-warning-soft px-5 py-3 text-sm text-warning-text">
          <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            Held by the environment: <code className="font-mono font-semibold">{flag.env}</code> is set where
            the web process starts. It wins over everything here; unset it and restart to change the flag on
            this page.
          </span>
        </p>
      ) : null}
      <div className="grid gap-x-10 gap-y-8 p-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <div className="flex flex-col gap-8">
          <RolloutForm flag={flag} locked={locked} />
          <OverrideList flag={flag} people={people} locked={locked} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <CohortChart timeline={flag.timeline} />
          <CohortTable figures={flag.figures} />
        </div>
      </div>
    </Card>
  )
}

function StateBadge({ rollout }: { rollout: FlagOverview['rollout'] }) {
  const tones: Record<typeof rollout.state, Tone> = {
    off: 'neutral',
    internal: 'accent',
    percent: 'accent',
    on: 'success',
  }
  const words = { off: 'Off', internal: 'Internal', percent: `${rollout.percent} %`, on: 'On' }
  return <Badge tone={tones[rollout.state]}>{words[rollout.state]}</Badge>
}
