import { X } from 'lucide-react'
import type { PhotoFacts, PhotoView } from '~/domain/photos/photo-view'
import { PhotoFactsList } from '../photo/photo-facts-list'
import { PhotoStatusBadge } from '../photo/photo-status'
import { Thumbnail } from '../photo/thumbnail'
import { useLoaded } from '../photo/use-loaded'
import { ButtonLink } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { ProblemLine } from '../ui/problem-line'
import { Skeleton } from '../ui/skeleton'

/** Arrow keys pass many photos; only the one where they stop is asked for. */
const REST_MS = 150

/** The facts of the photo the keyboard stands on, beside the grid; below it on phones. Not a dialog: the grid stays usable. */
export function DetailsPanel({
  photo,
  linkSuffix,
  onClose,
}: {
  photo: PhotoView | undefined
  /** The list's filters as `?…`: the photo's page steps through this list. */
  linkSuffix: string
  onClose: () => void
}) {
  const { data, problem } = useLoaded<PhotoFacts>(photo && `/photos/${photo.id}/facts`, {
    restMs: REST_MS,
    version: photo?.status,
  })
  const facts = data?.id === photo?.id ? data : undefined

  return (
    <aside
      aria-label="Details"
      className="sticky top-16 hidden h-[calc(100dvh-4rem)] w-80 shrink-0 animate-fade overflow-y-auto border-l border-line bg-surface p-5 max-lg:fixed max-lg:inset-x-0 max-lg:top-auto max-lg:bottom-0 max-lg:z-30 max-lg:h-[60dvh] max-lg:w-full max-lg:rounded-t-2xl max-lg:border-t max-lg:pb-24 max-lg:shadow-floating [&]:block"
    >
      <div className="mb-4 flex items-center justify-between">
        <h2 className="text-base font-semibold">Details</h2>
        <IconButton label="Close details" icon={<X aria-hidden />} onClick={onClose} className="-mr-2" />
      </div>
      {photo ? (
        <>
          <div className="aspect-4/3 overflow-hidden rounded-xl bg-sunken">
            <Thumbnail photo={photo} fit="contain" eager alt="" />
          </div>
          <p className="mt-4 font-medium break-words">{photo.fileName}</p>
          <div className="mt-2 mb-4">
            <PhotoStatusBadge photo={photo} />
          </div>
          {facts ? (
            <PhotoFactsList photo={facts} />
          ) : problem ? (
            <ProblemLine>{problem}</ProblemLine>
          ) : (
            <FactsSkeleton />
          )}
          <ButtonLink to={`/photos/${photo.id}${linkSuffix}`} className="mt-5 w-full">
            Open photo
          </ButtonLink>
        </>
      ) : (
        <p className="text-sm text-soft">Move to a photo with the arrow keys, or point at one.</p>
      )}
    </aside>
  )
}

function FactsSkeleton() {
  return (
    <div aria-hidden className="space-y-3">
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-5 w-full" />
      ))}
    </div>
  )
}
