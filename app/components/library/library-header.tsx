import { Info, ScanSearch, SquareCheck, Upload } from 'lucide-react'
import { countOf } from '../photo/format-amounts'
import { ButtonLink } from '../ui/button'
import { IconButton } from '../ui/icon-button'

/** What is open, how much is in it, and what can be done with it as a whole. */
export function LibraryHeader({
  title,
  total,
  collection,
  selectMode,
  onSelectMode,
  detailsOpen,
  onDetails,
}: {
  title: string
  total: number
  /** The collection that is open. */
  collection: string | undefined
  selectMode: boolean
  onSelectMode: (on: boolean) => void
  detailsOpen: boolean
  onDetails: (open: boolean) => void
}) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-1">
      <div className="flex min-w-0 items-baseline gap-3">
        <h1 className="truncate text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-sm text-faint tabular-nums" aria-live="polite">
          {countOf(total, 'photo')}
        </p>
      </div>
      <div className="flex items-center gap-1">
        {collection ? (
          <ButtonLink
            to={`/search?collection=${collection}`}
            variant="ghost"
            size="small"
            icon={<ScanSearch aria-hidden className="size-4" />}
          >
            Search in it
          </ButtonLink>
        ) : null}
        <IconButton
          label="Select photos"
          icon={<SquareCheck aria-hidden />}
          aria-pressed={selectMode}
          onClick={() => onSelectMode(!selectMode)}
        />
        <IconButton
          label="Details"
          icon={<Info aria-hidden />}
          aria-pressed={detailsOpen}
          onClick={() => onDetails(!detailsOpen)}
        />
        <ButtonLink
          to="/upload"
          variant="primary"
          icon={<Upload aria-hidden className="size-4" />}
          className="ml-1 max-sm:hidden"
        >
          Upload
        </ButtonLink>
      </div>
    </header>
  )
}
