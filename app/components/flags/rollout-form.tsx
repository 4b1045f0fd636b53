import { useFetcher } from '@remix-run/react'
import { clsx } from 'clsx'
import { useEffect, useState } from 'react'
import type { FlagState } from '~/domain/flags/catalog'
import type { FlagOverview } from '~/domain/flags/list-flags.server'
import type { action } from '~/routes/flags'
import { ProblemNote } from '../ui/problem-note'
import { Slider } from '../ui/slider'

const states: { value: FlagState; label: string; reach: string }[] = [
  { value: 'off', label: 'Off', reach: 'Nobody' },
  { value: 'internal', label: 'Internal', reach: 'Staff and admins' },
  { value: 'percent', label: 'Share', reach: 'A share of the people, always the same ones' },
  { value: 'on', label: 'On', reach: 'Everybody' },
]

/** Saves at once: a choice when it is made, the share when the slider is let go. */
export function RolloutForm({ flag, locked }: { flag: FlagOverview; locked: boolean }) {
  const fetcher = useFetcher<typeof action>()
  const [percent, setPercent] = useState(flag.rollout.percent)
  useEffect(() => setPercent(flag.rollout.percent), [flag.rollout.percent])
  const saving = fetcher.formData?.get('state')
  const state = states.find(({ value }) => value === saving)?.value ?? flag.rollout.state
  const save = (next: FlagState, share = percent) =>
    fetcher.submit(
      { intent: 'rollout', key: flag.key, state: next, percent: String(share) },
      { method: 'post' },
    )
  return (
    <div>
      <fieldset disabled={locked} className="flex flex-col gap-3">
        <legend className="mb-2 text-sm font-medium">Who gets it</legend>
        <div className="grid grid-cols-4 rounded-lg border border-line bg-sunken p-0.5">
          {states.map(({ value, label }) => (
            <label
              key={value}
              className={clsx(
                'flex h-9 cursor-pointer items-center justify-center rounded-md text-sm font-medium transition-colors select-none pointer-coarse:h-11',
                'has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-disabled:cursor-not-allowed',
                value === state ? 'bg-raised text-ink shadow-raised' : 'text-soft hover:text-ink',
              )}
            >
              <input
                type="radio"
                name={`${flag.key}-state`}
                value={value}
                checked={value === state}
                onChange={() => save(value)}
                className="sr-only"
              />
              {label}
            </label>
          ))}
        </div>
        <p className="text-sm text-faint">{states.find(({ value }) => value === state)?.reach}</p>
      </fieldset>
      {state === 'percent' ? (
        <div className="mt-4 flex items-center gap-4">
          <Slider
            label="Share of the people in per cent"
            value={percent}
            onChange={setPercent}
            onCommit={(value) => save('percent', value)}
            disabled={locked}
          />
          <span className="w-12 text-right font-medium tabular-nums">{percent} %</span>
        </div>
      ) : null}
      <div className="mt-3 empty:hidden">
        <ProblemNote problem={fetcher.data?.problem} />
      </div>
    </div>
  )
}
