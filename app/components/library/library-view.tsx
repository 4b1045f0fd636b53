import { clsx } from 'clsx'
import { useState } from 'react'
import type { FilterChoices } from '~/domain/photos/list-filter-choices.server'
import type { PhotoView } from '~/domain/photos/photo-view'
import { DetailsPanel } from './details-panel'
import type { PhotoCounts } from './fetch-photos'
import { countFilters, libraryQuery, type LibraryAddress } from './library-address'
import { LibraryFilters } from './library-filters'
import { LibraryHeader } from './library-header'
import type { LibraryPages } from './library-pages'
import { OpenLibrary } from './open-library'
import { useLibraryCounts } from './use-library-counts'

export interface LibraryViewProps {
  address: LibraryAddress
  page: LibraryPages
  counts: PhotoCounts
  choices: FilterChoices
  /** Of the collection that the address names. */
  collectionName: string | null
  mayPair: boolean
}

/**
 * The library under one address. Another address is another list: selection, pages and place start anew, so it is keyed
 * by the address. Title and filters are not: the address changes while somebody types into them.
 */
export function LibraryView({
  address,
  page,
  counts: loaded,
  choices,
  collectionName,
  mayPair,
}: LibraryViewProps) {
  const query = libraryQuery(address)
  const [counts, tellCounts] = useLibraryCounts(query, loaded)
  const [selectMode, setSelectMode] = useState(false)
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [looked, setLooked] = useState<PhotoView>()
  const { bin, collection } = address
  const empty = counts.total === 0 && countFilters(address) === 0 && !bin && !collection

  return (
    <div className="flex">
      <div className={clsx('min-w-0 flex-1', !empty && 'px-3 pt-5 pb-16 sm:px-6')}>
        {empty ? null : (
          <>
            <LibraryHeader
              title={bin ? 'Recently deleted' : (collectionName ?? 'Library')}
              total={counts.total}
              collection={collection}
              selectMode={selectMode}
              onSelectMode={setSelectMode}
              detailsOpen={detailsOpen}
              onDetails={setDetailsOpen}
            />
            <LibraryFilters address={address} counts={counts} choices={choices} />
          </>
        )}
        <OpenLibrary
          key={query}
          address={address}
          page={page}
          empty={empty}
          onCounts={tellCounts}
          selectMode={selectMode}
          onSelectMode={setSelectMode}
          onLook={detailsOpen ? setLooked : undefined}
          mayPair={mayPair}
        />
      </div>
      {detailsOpen && !empty ? (
        <DetailsPanel
          photo={looked}
          linkSuffix={query && `?${query}`}
          onClose={() => setDetailsOpen(false)}
        />
      ) : null}
    </div>
  )
}
