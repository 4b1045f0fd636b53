import { useNavigate, useRevalidator } from '@remix-run/react'
import { ArrowUp, RotateCw } from 'lucide-react'
import { useCallback, useEffect, useMemo, useReducer } from 'react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { deleteWithUndo } from '../photo/delete-with-undo'
import { countOf, formatCount } from '../photo/format-amounts'
import { Button } from '../ui/button'
import { EmptyLibrary, NothingFound } from './empty-library'
import { FailedBanner } from './failed-banner'
import type { PhotoCounts } from './fetch-photos'
import { libraryQuery, type LibraryAddress } from './library-address'
import type { LibraryPages } from './library-pages'
import { PhotoGrid } from './photo-grid'
import { emptySelection, selectPhotos } from './select-photos'
import { SelectionBar } from './selection-bar'
import { useGridFocus } from './use-grid-focus'
import { useLibrary } from './use-library'

interface OpenLibraryProps {
  address: LibraryAddress
  page: LibraryPages
  /** There is no photo at all, and nothing that hides any. */
  empty: boolean
  onCounts: (counts: PhotoCounts) => void
  selectMode: boolean
  onSelectMode: (on: boolean) => void
  /** Gets the photo that the details are of; absent while they are closed. */
  onLook?: (photo: PhotoView | undefined) => void
  mayPair: boolean
}

/** The photos of one address: the grid, what is selected in it, and what is done with that. */
export function OpenLibrary({
  address,
  page,
  empty,
  onCounts,
  selectMode,
  onSelectMode,
  onLook,
  mayPair,
}: OpenLibraryProps) {
  const query = libraryQuery(address)
  const library = useLibrary(query, page, onCounts)
  const { photos } = library
  const [selection, select] = useReducer(selectPhotos, emptySelection)
  const focus = useGridFocus(photos)
  const navigate = useNavigate()
  const inBin = address.bin === '1'

  // Selecting begins and ends with nothing selected.
  useEffect(() => select({ type: 'clear' }), [selectMode])

  const selected = useMemo(() => photos.filter(({ id }) => selection.ids.has(id)), [photos, selection.ids])
  const current = photos.find(({ id }) => id === focus.currentId)
  const looked = selected.at(-1) ?? current ?? photos[0]
  useEffect(() => onLook?.(looked), [onLook, looked])
  // The filters travel along: next and previous walk this list.
  const suffix = query ? `?${query}` : ''
  const open = useCallback((photo: PhotoView) => navigate(`/photos/${photo.id}${suffix}`), [navigate, suffix])
  const { revalidate } = useRevalidator()

  function takeOut(ids: string[]) {
    focus.leave(ids)
    library.remove(ids)
    select({ type: 'remove', ids })
  }
  function deleteSelected() {
    const leaving = selected.length > 0 ? selected : current ? [current] : []
    if (leaving.length === 0) return
    takeOut(leaving.map(({ id }) => id))
    void deleteWithUndo(leaving, { onUndone: library.putBack, onFailed: library.putBack })
  }

  if (empty) return <EmptyLibrary />
  return (
    <>
      {address.status === 'failed' && photos.length > 0 && !inBin ? (
        <FailedBanner count={library.hasMore ? undefined : photos.length} everyId={library.everyId} />
      ) : null}
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
      {/* With none of the loaded photos left, the grid asks for those behind them. */}
      {photos.length === 0 && !library.hasMore ? (
        <NothingFound address={address} />
      ) : (
        <PhotoGrid
          label={inBin ? 'Deleted photos' : 'Photos'}
          photos={photos}
          selection={selection}
          selectMode={selectMode}
          onSelect={select}
          onOpen={open}
          onDelete={inBin ? undefined : deleteSelected}
          focus={focus}
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
      {selected.length > 0 ? (
        <SelectionBar
          photos={selected}
          inBin={inBin}
          collection={address.collection}
          // Restored, or taken out of the collection: they are elsewhere now.
          onLeft={(ids) => {
            takeOut(ids)
            revalidate()
          }}
          onClear={() => {
            focus.leave([])
            select({ type: 'clear' })
            onSelectMode(false)
          }}
          onDelete={deleteSelected}
          onPair={
            mayPair
              ? () => navigate('/pairing', { state: { photoIds: selected.map(({ id }) => id) } })
              : undefined
          }
        />
      ) : null}
    </>
  )
}
