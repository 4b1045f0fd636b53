import { Link, useFetcher } from '@remix-run/react'
import { useState } from 'react'
import type { ModelChange } from '~/domain/embeddings/read-model-change.server'
import type { action } from '~/routes/model'
import { countOf, formatCount } from '../photo/format-amounts'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Card, CardHeader } from '../ui/card'
import { ConfirmDialog } from '../ui/dialog'
import { ProblemNote } from '../ui/problem-note'
import { Progress } from '../ui/progress'

const reaches = { off: 'nobody', internal: 'staff', percent: 'some people', on: 'everybody' }

/** Which models there are, how far the next one has read, and the switch between them. */
export function ModelChangeCard({ change, isAdmin }: { change: ModelChange; isAdmin: boolean }) {
  const { current, next, coverage, rollout } = change
  const switched = change.approved && rollout.state !== 'off'
  return (
    <Card>
      <CardHeader
        title="Models"
        description={explain(change)}
        actions={switched ? <Badge tone="success">Next model: {reaches[rollout.state]}</Badge> : null}
      />
      <dl className="grid gap-x-10 gap-y-5 p-5 sm:grid-cols-2">
        <Model term="Current" id={current} read={coverage?.current} of={coverage?.photos} />
        {change.state === 'none' ? null : (
          <Model term="Next" id={next} read={coverage?.next} of={coverage?.photos} />
        )}
      </dl>
      {coverage && next !== null && isAdmin ? (
        <Switch
          model={next}
          missing={coverage.photos - coverage.next}
          reach={switched ? rollout.state : 'off'}
        />
      ) : null}
    </Card>
  )
}

function explain({ state }: ModelChange): string {
  switch (state) {
    case 'none':
      return 'No next model is set. Start a second embedding service with the new model and set CLIP_NEXT_SERVICE_URL. Giving the current service another model changes searches at once: until every photo is read again they find only those that are.'
    case 'same':
      return 'Both services run the same model: unset CLIP_NEXT_SERVICE_URL, the change is done.'
    case 'waiting':
      return 'One of the two embedding services does not answer. Searches go on with the one that does.'
    case 'ready':
      return 'The next model reads the photos in the background; searches stay with the current one until it is switched.'
  }
}

function Model({ term, id, read, of }: { term: string; id: string | null; read?: number; of?: number }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-faint">{term}</dt>
      <dd>
        <p className="truncate font-medium">{id ?? 'does not answer'}</p>
        {read === undefined || of === undefined ? null : (
          <div className="mt-2">
            <Progress value={of === 0 ? 1 : read / of} label={`Photos read by ${id ?? term}`} />
            <p className="mt-1.5 text-sm text-soft tabular-nums">
              {formatCount(read)} of {countOf(of, 'photo')} read
              {read < of ? (
                <>
                  {' · '}
                  <Link to="/jobs" className="text-accent-text underline underline-offset-2">
                    see its job
                  </Link>
                </>
              ) : null}
            </p>
          </div>
        )}
      </dd>
    </div>
  )
}

function Switch({ model, missing, reach }: { model: string; missing: number; reach: string }) {
  const fetcher = useFetcher<typeof action>()
  const [asked, setAsked] = useState<'internal' | 'on'>()
  const busy = fetcher.state !== 'idle'
  const submit = (fields: Record<string, string>) => fetcher.submit(fields, { method: 'post' })
  return (
    <div className="border-t border-line px-5 py-4">
      <ProblemNote problem={fetcher.data?.problem} />
      <div className="mt-3 flex flex-wrap gap-2 first:mt-0">
        {reach === 'internal' || reach === 'on' ? null : (
          <Button busy={busy} onClick={() => setAsked('internal')}>
            Try it with staff
          </Button>
        )}
        {reach === 'on' ? null : (
          <Button variant="primary" busy={busy} onClick={() => setAsked('on')}>
            Switch everybody
          </Button>
        )}
        {reach === 'off' ? null : (
          <Button busy={busy} onClick={() => submit({ intent: 'back' })}>
            Back to the current model
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title={
          asked === 'on' ? 'Switch everybody to the next model?' : 'Let staff search with the next model?'
        }
        description={
          missing > 0
            ? `It has not read ${countOf(missing, 'photo')} yet. They cannot be found until it has. You can go back at any time.`
            : 'It has read every photo. You can go back at any time.'
        }
        confirmLabel="Switch"
        onConfirm={() => asked && submit({ intent: 'switch', model, missing: String(missing), reach: asked })}
      />
    </div>
  )
}
