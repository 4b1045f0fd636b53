import { FolderHeart, ImagePlus, SearchX, Trash2, Upload } from 'lucide-react'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { countFilters, libraryQuery, type LibraryAddress } from './library-address'

/** The first thing a new shop sees: what to do, and that it is easy. */
export function EmptyLibrary() {
  return (
    <div className="flex min-h-[calc(100dvh-9rem)] items-center px-4 py-8">
      <h1 className="sr-only">Library</h1>
      <div className="mx-auto w-full max-w-3xl rounded-3xl border-2 border-dashed border-line-strong/40">
        <EmptyState
          icon={<ImagePlus aria-hidden />}
          title="Your library is empty"
          actions={
            <ButtonLink to="/upload" variant="primary" icon={<Upload aria-hidden className="size-4" />}>
              Upload photos
            </ButtonLink>
          }
        >
          Drop photos or whole folders anywhere on this page. A moment later you find them by words, or by a
          picture that looks like them.
        </EmptyState>
      </div>
    </div>
  )
}

export function NothingFound({ address }: { address: LibraryAddress }) {
  const inBin = address.bin === '1'
  if (countFilters(address) > 0) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title="No photo fits these filters"
        actions={
          <ButtonLink to={`/library?${libraryQuery({ bin: address.bin, collection: address.collection })}`}>
            Clear filters
          </ButtonLink>
        }
      >
        Take one away, or search by words instead.
      </EmptyState>
    )
  }
  if (address.collection) {
    return (
      <EmptyState
        icon={<FolderHeart aria-hidden />}
        title="This collection is empty"
        actions={<ButtonLink to="/library">Open the library</ButtonLink>}
      >
        Select photos in the library and choose “Add to collection”.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<Trash2 aria-hidden />} title={inBin ? 'The bin is empty' : 'No photos here'}>
      {inBin ? 'Deleted photos wait here for a while and can be restored.' : null}
    </EmptyState>
  )
}
