import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { Check, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { DuplicateGroup } from '~/domain/duplicates/find-near-duplicates.server'
import { suggestKeeper, type Suggestion } from '~/domain/duplicates/suggest-keeper'
import type { PhotoView } from '~/domain/photos/photo-view'
import { countOf, formatBytes } from '../photo/format-amounts'
import { Thumbnail } from '../photo/thumbnail'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Card } from '../ui/card'

const kinds: Record<DuplicateGroup['kind'], string> = {
  pixels: 'The same picture, pixel for pixel, in different files',
  near: 'The same picture in another size, quality or format',
}

const reasons: Record<Suggestion['reason'], string> = {
  'most pixels': 'Most pixels',
  'least compressed': 'Best quality',
  'uploaded first': 'Uploaded first',
}

/** One group side by side. The suggestion is chosen beforehand; at least one photo always stays. */
export function GroupCard({
  group,
  onDelete,
  onKeepAll,
}: {
  group: DuplicateGroup
  onDelete: (photos: readonly PhotoView[]) => void
  onKeepAll: () => void
}) {
  const { photos, kind } = group
  const suggestion = suggestKeeper(photos)
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set(suggestion ? [suggestion.id] : []))
  const leaving = photos.filter(({ id }) => !kept.has(id))

  function toggle(id: string) {
    const next = new Set(kept)
    if (!next.delete(id)) next.add(id)
    if (next.size > 0) setKept(next)
  }

  return (
    <Card className="p-4 sm:p-5">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div>
          <h2 className="font-semibold">{countOf(photos.length, 'photo')}</h2>
          <p className="text-sm text-faint">{kinds[kind]}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={onKeepAll}>
            Not duplicates
          </Button>
          <Button
            size="small"
            variant="primary"
            disabled={leaving.length === 0}
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={() => onDelete(leaving)}
          >
            Delete {countOf(leaving.length, 'other')}
          </Button>
        </div>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(10rem,45%),1fr))] gap-3 sm:grid-cols-[repeat(auto-fill,minmax(13rem,1fr))]">
        {photos.map((photo) => (
          <Choice
            key={photo.id}
            photo={photo}
            kept={kept.has(photo.id)}
            reason={photo.id === suggestion?.id ? reasons[suggestion.reason] : undefined}
            onToggle={() => toggle(photo.id)}
          />
        ))}
      </ul>
    </Card>
  )
}

function Choice({
  photo,
  kept,
  reason,
  onToggle,
}: {
  photo: PhotoView
  kept: boolean
  reason: string | undefined
  onToggle: () => void
}) {
  return (
    <li
      className={clsx(
        'flex flex-col overflow-hidden rounded-xl border transition-colors',
        kept ? 'border-success-text ring-1 ring-success-text' : 'border-line',
      )}
    >
      <Link to={`/photos/${photo.id}`} className="relative block aspect-square overflow-hidden bg-sunken">
        <Thumbnail
          photo={photo}
          fit="contain"
          className={clsx('transition-opacity', !kept && 'opacity-60 hover:opacity-100')}
        />
        {reason ? (
          <Badge tone="success" className="absolute top-2 left-2 shadow-raised">
            {reason}
          </Badge>
        ) : null}
      </Link>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <div className="min-w-0 flex-1 text-sm">
          <p className="truncate font-medium" title={photo.fileName}>
            {photo.fileName}
          </p>
          <p className="text-faint tabular-nums">
            {photo.width && photo.height ? `${photo.width} × ${photo.height} · ` : ''}
            {formatBytes(photo.byteSize)}
          </p>
        </div>
        <Button
          size="small"
          aria-pressed={kept}
          aria-label={`Keep ${photo.fileName}`}
          variant={kept ? 'secondary' : 'ghost'}
          className={clsx('w-full', kept && 'text-success-text')}
          icon={kept ? <Check aria-hidden className="size-4" /> : undefined}
          onClick={onToggle}
        >
          {kept ? 'Keep' : 'Will be deleted'}
        </Button>
      </div>
    </li>
  )
}
