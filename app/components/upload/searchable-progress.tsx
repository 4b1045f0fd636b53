import { Link } from '@remix-run/react'
import { CircleAlert, CircleCheck, ScanSearch } from 'lucide-react'
import type { PhotoStatus } from '~/domain/photos/photo-view'
import { countOf, formatCount } from '../photo/format-amounts'
import { buttonClass } from '../ui/button'
import { Card } from '../ui/card'
import { Progress } from '../ui/progress'
import type { AddedPhoto } from './added-photos'

/** After the upload: how many of the new photos can be found already, live. */
export function SearchableProgress({ added }: { added: ReadonlyMap<string, AddedPhoto | undefined> }) {
  if (added.size === 0) return null
  const count = (status: PhotoStatus) =>
    [...added.values()].filter((photo) => photo?.status === status).length
  const ready = count('ready')
  const failed = count('failed')
  const done = ready + failed === added.size
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
      <div className="min-w-48 flex-1">
        <h2 className="text-base font-semibold" aria-live="polite">
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
