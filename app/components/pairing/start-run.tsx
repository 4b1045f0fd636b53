import { Form, useFetcher, useLocation, useNavigation } from '@remix-run/react'
import { Play } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { z } from 'zod'
import type { RunEstimate } from '~/domain/pairing/runs/estimate-run.server'
import type { PhotoChoices } from '~/domain/pairing/runs/list-photo-choices.server'
import type { Strategy } from '~/domain/pairing/strategies'
import { countOf } from '../photo/format-amounts'
import { Button } from '../ui/button'
import { Card } from '../ui/card'
import { Input, Select } from '../ui/input'
import { ProblemNote } from '../ui/problem-note'
import { timeAgo } from '../ui/time-ago'
import { EstimateNote } from './estimate-note'
import { formatCost } from './format-cost'

const about: Record<Strategy, string> = {
  local: 'Compares colour, outline, pattern, background and order. Takes seconds, needs no key.',
  hybrid: 'Local first; a vision model judges only the close calls.',
  direct: 'A vision model looks at all photos at once.',
}

/** What the library's selection hands over: kept in the browser's history, so a reload keeps it. */
const handedOver = z.object({ photoIds: z.array(z.uuid()).min(1).max(600) })

type PhotoSet = 'unused' | 'photos' | 'upload' | 'collection' | 'taken'

/** Which photos, which strategy, and what it costs, before anything runs. */
export function StartRun({
  choices,
  estimate: first,
  problem,
}: {
  choices: PhotoChoices
  estimate: RunEstimate
  problem: { detail: string; hint: string } | undefined
}) {
  const state = handedOver.safeParse(useLocation().state)
  const selected = state.success ? state.data.photoIds : []
  const [set, setSet] = useState<PhotoSet>(selected.length > 0 ? 'photos' : 'unused')
  const form = useRef<HTMLFormElement>(null)
  const fetcher = useFetcher<{ estimate?: RunEstimate }>({ key: 'pairing-estimate' })
  // Also while the run's page loads: a second click would start, and pay for, a second run.
  const busy = useNavigation().formMethod === 'POST'
  const estimate = fetcher.data ? fetcher.data.estimate : set === 'unused' ? first : undefined

  const { submit } = fetcher
  useEffect(() => {
    // The selection arrives with the page; every other choice is a change event below.
    if (selected.length > 0 && form.current)
      void submit(new FormData(form.current), { method: 'post', action: '/pairing/estimate' })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, with what the page came with
  }, [])
  const ask = () =>
    // After React has put the fields of the newly chosen set into the form.
    setTimeout(() => {
      if (form.current)
        void submit(new FormData(form.current), { method: 'post', action: '/pairing/estimate' })
    })

  return (
    <Card className="mb-8 p-4 sm:p-6">
      <Form ref={form} method="post" className="flex flex-col gap-6" onChange={ask}>
        <fieldset>
          <legend className="mb-2 text-sm font-semibold">Which photos</legend>
          <div className="grid gap-2">
            {selected.length > 0 ? (
              <SetChoice set="photos" chosen={set} onChoose={setSet} label="Your selection">
                <input type="hidden" name="photoIds" value={selected.join(',')} />
                <span className="text-sm text-soft">{countOf(selected.length, 'photo')}</span>
              </SetChoice>
            ) : null}
            <SetChoice
              set="unused"
              chosen={set}
              onChoose={setSet}
              label="All photos that are in no product yet"
            />
            {choices.uploads.length > 0 ? (
              <SetChoice set="upload" chosen={set} onChoose={setSet} label="One upload">
                <Select name="jobId" aria-label="Upload">
                  {choices.uploads.map(({ jobId, at, photos }) => (
                    <option key={jobId} value={jobId} suppressHydrationWarning>
                      {countOf(photos, 'photo')}, {timeAgo(new Date(at))}
                    </option>
                  ))}
                </Select>
              </SetChoice>
            ) : null}
            {choices.collections.length > 0 ? (
              <SetChoice set="collection" chosen={set} onChoose={setSet} label="One collection">
                <Select name="collectionId" aria-label="Collection">
                  {choices.collections.map(({ id, name, photos }) => (
                    <option key={id} value={id}>
                      {name} ({photos})
                    </option>
                  ))}
                </Select>
              </SetChoice>
            ) : null}
            <SetChoice set="taken" chosen={set} onChoose={setSet} label="Taken on these days">
              <Input type="date" name="from" aria-label="First day" required className="sm:w-44" />
              <Input type="date" name="to" aria-label="Last day" required className="sm:w-44" />
            </SetChoice>
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-2 text-sm font-semibold">How to pair</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {first.strategies.map(({ name, unavailable }) => {
              const cost = estimate?.strategies.find((strategy) => strategy.name === name)?.usd
              return (
                <label key={name} className={choice(unavailable !== null)}>
                  <input
                    type="radio"
                    name="strategy"
                    value={name}
                    defaultChecked={name === 'local'}
                    disabled={unavailable !== null}
                    className="mt-1 size-4 shrink-0 accent-accent"
                  />
                  <span className="min-w-0">
                    <span className="block font-medium capitalize">{name}</span>
                    <span className="block text-sm text-soft">{about[name]}</span>
                    <span className="mt-1 block text-sm font-medium">
                      {unavailable
                        ? `Not available: ${unavailable}.`
                        : name === 'local'
                          ? 'Costs nothing'
                          : cost === undefined
                            ? 'Costs a few cents'
                            : name === 'hybrid'
                              ? `Costs at most ${formatCost(cost)}`
                              : `Costs about ${formatCost(cost)}, twice where an answer must be corrected`}
                    </span>
                  </span>
                </label>
              )
            })}
          </div>
        </fieldset>
        <ProblemNote problem={problem} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            disabled={estimate !== undefined && estimate.photos < 2}
            icon={<Play aria-hidden className="size-4" />}
          >
            {estimate && estimate.photos >= 2 ? `Pair ${countOf(estimate.photos, 'photo')}` : 'Pair photos'}
          </Button>
          <EstimateNote estimate={estimate} asking={fetcher.state !== 'idle'} />
        </div>
      </Form>
    </Card>
  )
}

const choice = (disabled: boolean): string =>
  `flex gap-3 rounded-lg border border-line p-3 has-checked:border-accent-text has-checked:bg-accent-soft ${disabled ? 'bg-sunken' : 'cursor-pointer hover:border-line-strong'}`

/** One way to say which photos; its own fields stand in the form only while it is chosen. */
function SetChoice({
  set,
  chosen,
  onChoose,
  label,
  children,
}: {
  set: PhotoSet
  chosen: PhotoSet
  onChoose: (set: PhotoSet) => void
  label: string
  children?: ReactNode
}) {
  const checked = set === chosen
  return (
    <div className={`${choice(false)} flex-wrap items-center`}>
      <label className="flex min-h-6 flex-1 cursor-pointer items-center gap-3">
        <input
          type="radio"
          name="of"
          value={set}
          checked={checked}
          onChange={() => onChoose(set)}
          className="size-4 shrink-0 accent-accent"
        />
        <span className="font-medium">{label}</span>
      </label>
      {checked && children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
    </div>
  )
}
