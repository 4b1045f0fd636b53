import { Form, Link, useNavigation } from '@remix-run/react'
import { Switch } from 'radix-ui'
import { useState } from 'react'
import type { PairView, RunView } from '~/domain/pairing/runs/run-view'
import { Button } from '../ui/button'
import { Card } from '../ui/card'
import { formatCost } from './format-cost'
import { Differences } from './differences'
import { RunWaiting } from './run-waiting'

/** What the toggle needs to know: the run beside, or what one would cost, or why there cannot be one. */
export interface DirectOffer {
  readonly beside: RunView | null
  readonly unavailable: string | null
  readonly usd: number
}

/** Runs the vision model beside this run on the same photos and shows where the two differ. */
export function DirectToggle({
  run,
  offer,
  onTake,
}: {
  run: RunView
  offer: DirectOffer
  onTake: (pair: PairView) => void
}) {
  const { beside, unavailable, usd } = offer
  const [on, setOn] = useState(beside !== null)
  // Also while this page loads anew with the run beside it: a second click would pay for a second run.
  const busy = useNavigation().formMethod === 'POST'
  if (run.strategy === 'direct')
    return run.besideId ? (
      <p className="mb-6 text-sm">
        <Link to={`/pairing/${run.besideId}`} className="text-accent-text hover:underline">
          Compare with the run it was started beside
        </Link>
      </p>
    ) : null
  const usable = beside !== null || unavailable === null
  return (
    <Card className="mb-6 p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <label htmlFor="direct" className="flex min-h-8 items-center gap-3 pointer-coarse:min-h-11">
          <Switch.Root
            id="direct"
            checked={on && usable}
            disabled={!usable}
            onCheckedChange={setOn}
            aria-describedby="direct-about"
            className="relative h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
          >
            <Switch.Thumb className="block size-4 translate-x-0.75 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-4.75 data-[state=checked]:bg-on-accent" />
          </Switch.Root>
          <span className="font-semibold">Direct</span>
        </label>
        <p id="direct-about" className="min-w-48 flex-1 text-sm text-faint">
          {unavailable && !beside
            ? `Not available: ${unavailable}.`
            : 'Lets the vision model look at the same photos and shows where it disagrees.'}
        </p>
      </div>
      {on && usable ? (
        beside ? (
          beside.finishedAt ? (
            <Differences run={run} other={beside} onTake={onTake} />
          ) : (
            <div className="mt-4">
              <RunWaiting run={beside} />
            </div>
          )
        ) : (
          <Form method="post" action="/pairing" className="mt-3 flex flex-wrap items-center gap-3">
            <input type="hidden" name="strategy" value="direct" />
            <input type="hidden" name="of" value="run" />
            <input type="hidden" name="runId" value={run.id} />
            <Button type="submit" variant="primary" size="small" busy={busy}>
              Run Direct for about {formatCost(usd)}
            </Button>
            <p className="text-sm text-soft">
              {run.photos.length} resized copies are sent to OpenAI, twice where an answer must be corrected.
              Your review here is not touched.
            </p>
          </Form>
        )
      ) : null}
    </Card>
  )
}
