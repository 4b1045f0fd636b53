import { Form, Link } from '@remix-run/react'
import { compareRuns } from '~/domain/pairing/runs/compare-runs'
import type { RunView } from '~/domain/pairing/runs/run-view'
import { Thumbnail } from '../photo/thumbnail'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Card } from '../ui/card'

/** Runs the vision model beside this run on the same photos and shows where the two differ. */
export function DirectToggle({
  run,
  beside,
  unavailable,
}: {
  run: RunView
  beside: RunView | null
  unavailable: string | null
}) {
  if (run.strategy === 'direct') return null
  if (!beside) {
    const photoIds = [
      ...run.pairs.flatMap((pair) => [pair.front.id, pair.back.id]),
      ...run.unpaired.map((photo) => photo.id),
    ]
    return (
      <Form method="post" action="/pairing" className="flex flex-wrap items-center gap-3">
        <input type="hidden" name="strategy" value="direct" />
        <input type="hidden" name="beside" value={run.id} />
        <input type="hidden" name="photoIds" value={photoIds.join(',')} />
        <Button type="submit" size="small" disabled={unavailable !== null}>
          Direct: run the vision model beside
        </Button>
        {unavailable ? <span className="text-sm text-faint">{unavailable}</span> : null}
      </Form>
    )
  }
  const { same, different } = compareRuns(run, beside)
  return (
    <Card className="mb-6 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">
          Beside {beside.strategy}{' '}
          {beside.finishedAt ? null : <Badge tone="accent">{beside.job?.status ?? 'waiting'}</Badge>}
        </h2>
        <Link to={`/pairing/${run.id}`} className="text-sm text-accent-text hover:underline">
          Hide
        </Link>
      </div>
      {beside.finishedAt ? (
        <>
          <p className="mt-1 text-sm text-soft">
            {same} pairs are the same, {different.length} differ; it cost ${beside.costUsd.toFixed(4)}.
          </p>
          <ul className="mt-3 flex flex-col gap-3">
            {different.map(({ pair, instead }) => (
              <li key={pair.id} className="flex flex-wrap gap-4 text-sm">
                {instead.map(({ photoId, partner }) => {
                  const photo = photoId === pair.front.id ? pair.front : pair.back
                  return (
                    <span key={photoId} className="flex items-center gap-2">
                      <span className="size-14 overflow-hidden rounded">
                        <Thumbnail photo={photo} />
                      </span>
                      {partner ? 'with' : 'left alone'}
                      {partner ? (
                        <span className="size-14 overflow-hidden rounded">
                          <Thumbnail photo={partner} />
                        </span>
                      ) : null}
                    </span>
                  )
                })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="mt-1 text-sm text-soft">
          The vision model is looking at the photos; this fills in by itself.
        </p>
      )}
    </Card>
  )
}
