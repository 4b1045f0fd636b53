import { Link } from '@remix-run/react'
import { CircleAlert, CircleCheck, ScanSearch } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PhotoStatus } from '~/domain/photos/photo-view'
import { countOf, formatCount } from '../photo/format-amounts'
import { useChangedPhotos } from '../photo/use-changed-photos'
import { fetchPhotos } from '../library/fetch-photos'
import { buttonClass } from '../ui/button'
import { Card } from '../ui/card'
import { Progress } from '../ui/progress'
import type { UploadItem } from './upload-item'

/** Events can be missed (a laptop that slept): what is still open is asked for again now and then. */
const ASK_AGAIN_MS = 5000
const MOST_AT_ONCE = 200

/** After the upload: how many of the new photos can be found already, live. */
export function SearchableProgress({ items }: { items: readonly UploadItem[] }) {
  const added = useMemo(
    () => new Set(items.flatMap(({ state, photoId }) => (state === 'added' && photoId ? [photoId] : []))),
    [items],
  )
  const [statuses, setStatuses] = useState<ReadonlyMap<string, PhotoStatus>>(new Map())

  const refresh = useCallback(async (ids: readonly string[]) => {
    if (ids.length === 0) return
    const { photos } = await fetchPhotos('', { ids })
    setStatuses((before) => new Map([...before, ...photos.map(({ id, status }) => [id, status] as const)]))
  }, [])
  const open = useMemo(() => [...added].filter((id) => !isOver(statuses.get(id))), [added, statuses])
  useChangedPhotos(
    useCallback((ids) => refresh(ids.filter((id) => added.has(id))), [added, refresh]),
    () => void refresh(open.slice(0, MOST_AT_ONCE)).catch(() => undefined),
  )
  useEffect(() => {
    if (open.length === 0) return
    const timer = setInterval(
      () => void refresh(open.slice(0, MOST_AT_ONCE)).catch(() => undefined),
      ASK_AGAIN_MS,
    )
    return () => clearInterval(timer)
  }, [open, refresh])

  if (added.size === 0) return null
  const ready = [...added].filter((id) => statuses.get(id) === 'ready').length
  const failed = [...added].filter((id) => statuses.get(id) === 'failed').length
  const done = open.length === 0
  const Icon = done ? (failed > 0 ? CircleAlert : CircleCheck) : ScanSearch
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-5">
      <span
        className={
          done && failed === 0
            ? 'flex size-10 items-center justify-center rounded-full bg-success-soft text-success-text'
            : 'flex size-10 items-center justify-center rounded-full bg-accent-soft text-accent-text'
        }
      >
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="min-w-48 flex-1" aria-live="polite">
        <h2 className="text-base font-semibold">
          {done ? `${countOf(ready, 'new photo')} searchable` : 'Becoming searchable'}
        </h2>
        <p className="text-sm text-soft tabular-nums">
          {formatCount(ready)} of {formatCount(added.size)} ready
          {failed > 0 ? ` · ${formatCount(failed)} could not be read` : ''}
        </p>
      </div>
      {failed > 0 ? (
        <Link to="/library?status=failed" className={buttonClass({ size: 'small' })}>
          See why
        </Link>
      ) : null}
      {done && ready > 0 ? (
        <Link to="/search" className={buttonClass({ size: 'small', variant: 'primary' })}>
          Search them
        </Link>
      ) : null}
      {done ? null : (
        <Progress
          value={(ready + failed) / added.size}
          label="Photos that are searchable"
          className="basis-full"
        />
      )}
    </Card>
  )
}

function isOver(status: PhotoStatus | undefined): boolean {
  return status === 'ready' || status === 'failed'
}
