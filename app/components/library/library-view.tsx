import { useNavigate, useRevalidator } from '@remix-run/react'
import { ArrowUp, Info, RotateCw, ScanSearch, SquareCheck, Upload } from 'lucide-react'
import { useCallback, useMemo, useReducer, useState } from 'react'
import type { FilterChoices } from '~/domain/photos/list-filter-choices.server'
import type { PhotoView } from '~/domain/photos/photo-view'
import { deleteWithUndo } from '../photo/delete-with-undo'
import { countOf, formatCount } from '../photo/format-amounts'
import { Button, ButtonLink } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { DetailsPanel } from './details-panel'
import type { PhotoCounts } from './fetch-photos'
import { EmptyLibrary, NothingFound } from './empty-library'
import { countFilters, libraryQuery, type LibraryAddress } from './library-address'
import { FailedBanner } from './failed-banner'
import { LibraryFilters } from './library-filters'
import type { LibraryPages } from './library-pages'
import { PhotoGrid } from './photo-grid'
import { emptySelection, selectPhotos } from './select-photos'
import { SelectionBar } from './selection-bar'
import { useLibrary } from './use-library'

export interface LibraryViewProps {
  address: LibraryAddress
  page: LibraryPages
  counts: PhotoCounts
  choices: FilterChoices
  /** Of the collection that the address names. */
  collectionName: string | null
  mayPair: boolean
}

export function LibraryView(props: LibraryViewProps) {
  // Another address is another list: selection, pages and place start anew.
  return <OpenLibrary key={libraryQuery(props.address)} {...props} />
}

function OpenLibrary({
  address,
  page,
  counts: firstCounts,
  choices,
  collectionName,
  mayPair,
}: LibraryViewProps) {
  const query = libraryQuery(address)
  const library = useLibrary(query, page, firstCounts)
  const { photos, counts } = library
  const [selection, select] = useReducer(selectPhotos, emptySelection)
  const [selectMode, setSelectMode] = useState(false)
  const [currentId, setCurrentId] = useState<string>()
  const [detailsOpen, setDetailsOpen] = useState(false)
  const navigate = useNavigate()
  const inBin = address.bin === '1'
  const filters = countFilters(address)

  const selected = useMemo(() => photos.filter(({ id }) => selection.ids.has(id)), [photos, selection.ids])
  const current = photos.find(({ id }) => id === currentId)
  // The filters travel along: next and previous walk this list.
  const suffix = query ? `?${query}` : ''
  const open = useCallback((photo: PhotoView) => navigate(`/photos/${photo.id}${suffix}`), [navigate, suffix])
  const { revalidate } = useRevalidator()

  const { remove, putBack } = library
  const deleteSelected = useCallback(() => {
    const leaving = selected.length > 0 ? selected : current ? [current] : []
    if (leaving.length === 0 || inBin) return
    remove(leaving.map(({ id }) => id))
    select({ type: 'remove', ids: leaving.map(({ id }) => id) })
    void deleteWithUndo(leaving, { onUndone: () => putBack(leaving), onFailed: () => putBack(leaving) })
  }, [selected, current, inBin, remove, putBack])

  const { collection } = address
  if (counts.total === 0 && photos.length === 0 && filters === 0 && !inBin && !collection)
    return <EmptyLibrary />
  return (
    <div className="flex">
      <div className="min-w-0 flex-1 px-3 pt-5 pb-16 sm:px-6">
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-1">
          <div className="flex min-w-0 items-baseline gap-3">
            <h1 className="truncate text-2xl font-semibold tracking-tight">
              {inBin ? 'Recently deleted' : (collectionName ?? 'Library')}
            </h1>
            <p className="text-sm text-faint tabular-nums" aria-live="polite">
              {countOf(counts.total, 'photo')}
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
              onClick={() => {
                setSelectMode(!selectMode)
                select({ type: 'clear' })
              }}
            />
            <IconButton
              label="Details"
              icon={<Info aria-hidden />}
              aria-pressed={detailsOpen}
              onClick={() => setDetailsOpen(!detailsOpen)}
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
        <LibraryFilters address={address} counts={counts} choices={choices} />
        {address.status === 'failed' && photos.length > 0 && !inBin ? <FailedBanner photos={photos} /> : null}
        {library.arrived.length > 0 ? (
          <div className="pointer-events-none sticky top-20 z-20 flex justify-center">
            <Button
              variant="primary"
              size="small"
              className="pointer-events-auto rounded-full"
              icon={<ArrowUp aria-hidden className="size-4" />}
              onClick={library.showArrived}
            >
              {countOf(library.arrived.length, 'new photo')}
            </Button>
          </div>
        ) : null}
        {photos.length === 0 ? (
          <NothingFound address={address} />
        ) : (
          <PhotoGrid
            label={inBin ? 'Deleted photos' : 'Photos'}
            photos={photos}
            selection={selection}
            selectMode={selectMode}
            onSelect={select}
            onOpen={open}
            onDelete={deleteSelected}
            currentId={currentId}
            onCurrent={setCurrentId}
            linkSuffix={suffix}
            hasMore={library.hasMore}
            onMore={library.loadMore}
          />
        )}
        <div className="flex min-h-16 items-center justify-center pt-4 text-sm text-faint" aria-live="polite">
          {library.problem ? (
            <span role="alert" className="flex flex-wrap items-center justify-center gap-3 text-danger-text">
              {library.problem}
              <Button
                size="small"
                icon={<RotateCw aria-hidden className="size-4" />}
                onClick={library.loadMore}
              >
                Try again
              </Button>
            </span>
          ) : library.hasMore ? (
            'Loading more …'
          ) : photos.length > 30 ? (
            `That is all: ${formatCount(photos.length)} photos.`
          ) : null}
        </div>
      </div>
      {detailsOpen ? (
        <DetailsPanel photo={selected.at(-1) ?? current ?? photos[0]} onClose={() => setDetailsOpen(false)} />
      ) : null}
      {selected.length > 0 ? (
        <SelectionBar
          photos={selected}
          inBin={inBin}
          collection={collection}
          // Restored, or taken out of the collection: they are elsewhere now.
          onLeft={(ids) => {
            remove(ids)
            select({ type: 'remove', ids })
            revalidate()
          }}
          onClear={() => {
            select({ type: 'clear' })
            setSelectMode(false)
          }}
          onDelete={deleteSelected}
          onPair={
            mayPair
              ? () => navigate('/pairing', { state: { photoIds: selected.map(({ id }) => id) } })
              : undefined
          }
        />
      ) : null}
    </div>
  )
}
