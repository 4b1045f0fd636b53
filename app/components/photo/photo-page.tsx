import { Link, useLocation, useNavigate, useRevalidator } from '@remix-run/react'
import { ArrowLeft, ChevronLeft, ChevronRight, Download, ScanSearch, Trash2, Undo2 } from 'lucide-react'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import type { Neighbours } from '~/domain/photos/find-neighbours.server'
import { mediaUrl, type PhotoFacts } from '~/domain/photos/photo-view'
import { useLiveRevalidation } from '../live/use-live-events'
import { Button, ButtonLink, buttonClass } from '../ui/button'
import { toast } from '../ui/toaster'
import { messageOf } from './ask-server'
import { changePhotos } from './change-photos'
import { deleteWithUndo } from './delete-with-undo'
import { PhotoFactsList } from './photo-facts-list'
import { PhotoStage } from './photo-stage'
import { PhotoStatusBadge, statusWords } from './photo-status'
import { SimilarPhotos } from './similar-photos'
import { TagEditor } from './tag-editor'

export interface PhotoPageProps {
  photo: PhotoFacts
  neighbours: Neighbours
  /** The library's filters, as a query string: where Back and the arrows lead. */
  listQuery: string
  /** What other parts of the app know of the photo, below its facts. */
  children?: ReactNode
}

/** One photo: large on the left, its facts on the right, what looks like it below. */
export function PhotoPage({ photo, neighbours, listQuery, children }: PhotoPageProps) {
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const suffix = listQuery ? `?${listQuery}` : ''
  // Goes along from photo to photo: the way back to the results stays.
  const { state } = useLocation() as { state: unknown }
  const results = resultsBehind(state)
  const library = results ?? `/library${suffix}`
  const addressOf = useCallback((id: string | null) => (id ? `/photos/${id}${suffix}` : undefined), [suffix])
  const previous = addressOf(neighbours.previousId)
  const next = addressOf(neighbours.nextId)
  const deleted = photo.deletedAt !== null

  useLiveRevalidation(['photo'], { ids: [photo.id] })

  async function remove() {
    const back = `/photos/${photo.id}${suffix}`
    // In place of the deleted photo: Back leads to the list, not to what is in the bin.
    if (await deleteWithUndo([photo], { onUndone: () => navigate(back, { state }) }))
      navigate(next ?? previous ?? library, { replace: true, state })
  }

  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || isTyping(event.target))
        return
      if (event.key === 'ArrowLeft' && previous) navigate(previous, { replace: true, state })
      else if (event.key === 'ArrowRight' && next) navigate(next, { replace: true, state })
      else if (event.key === 'Escape') navigate(library)
    }
    document.addEventListener('keydown', move)
    return () => document.removeEventListener('keydown', move)
  }, [navigate, previous, next, library, state])

  return (
    <div className="pb-10">
      <div className="lg:flex">
        <section
          aria-label="Picture"
          className="relative h-[62dvh] min-h-72 bg-sunken lg:sticky lg:top-16 lg:h-[calc(100dvh-4rem)] lg:min-w-0 lg:flex-1"
        >
          <PhotoStage photo={photo} />
          <Link
            to={library}
            className={buttonClass({ size: 'small' }, 'absolute top-3 left-3 bg-surface/90 backdrop-blur')}
          >
            <ArrowLeft aria-hidden className="size-4" />
            {results ? 'Results' : 'Library'}
          </Link>
          <StepLink to={previous} state={state} side="left" label="Previous photo" />
          <StepLink to={next} state={state} side="right" label="Next photo" />
        </section>
        <div className="space-y-6 px-4 py-5 sm:px-6 lg:w-96 lg:shrink-0 lg:border-l lg:border-line lg:bg-surface">
          <div>
            <h1 className="text-lg font-semibold break-words">{photo.fileName}</h1>
            <div className="mt-2 flex flex-wrap items-center gap-2">
              <PhotoStatusBadge photo={photo} />
              {photo.status === 'failed' ? null : (
                <p className="text-sm text-faint">{statusWords[photo.status].meaning}</p>
              )}
            </div>
          </div>
          {deleted ? <DeletedNote photo={photo} onRestored={revalidate} /> : null}
          {photo.status === 'failed' && !deleted ? <FailedNote photo={photo} onRetried={revalidate} /> : null}
          <div className="flex flex-wrap gap-2">
            {photo.status === 'ready' && !deleted ? (
              <ButtonLink
                to={`/search?similarTo=${photo.id}`}
                variant="primary"
                size="small"
                icon={<ScanSearch aria-hidden className="size-4" />}
              >
                Find similar
              </ButtonLink>
            ) : null}
            <a
              href={`${mediaUrl(photo, 'original')}&download`}
              download={photo.fileName}
              className={buttonClass({ size: 'small' })}
            >
              <Download aria-hidden className="size-4" />
              Download
            </a>
            {deleted ? null : (
              <Button
                size="small"
                variant="ghost-danger"
                aria-label="Delete"
                title="Delete"
                className="px-2"
                onClick={() => void remove()}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            )}
          </div>
          <section aria-label="Facts">
            <PhotoFactsList photo={photo} />
          </section>
          {children}
          <TagEditor photoId={photo.id} tags={photo.tags} readOnly={deleted} />
          {photo.status === 'ready' && !deleted ? <SimilarPhotos photoId={photo.id} /> : null}
        </div>
      </div>
    </div>
  )
}

function StepLink({
  to,
  state,
  side,
  label,
}: {
  to: string | undefined
  state: unknown
  side: 'left' | 'right'
  label: string
}) {
  if (!to) return null
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <Link
      to={to}
      state={state}
      replace
      aria-label={label}
      prefetch="intent"
      className={`absolute top-1/2 flex size-11 -translate-y-1/2 items-center justify-center rounded-full border border-line bg-surface/90 text-soft shadow-raised backdrop-blur hover:text-ink ${side === 'left' ? 'left-3' : 'right-3'}`}
    >
      <Icon aria-hidden className="size-5" />
    </Link>
  )
}

function FailedNote({ photo, onRetried }: { photo: PhotoFacts; onRetried: () => void }) {
  return (
    <div role="alert" className="rounded-xl bg-danger-soft p-4 text-sm text-danger-text">
      <p className="font-medium">{photo.errorMessage ?? 'This photo could not be read.'}</p>
      <p className="mt-1">
        The original is kept and can be downloaded. {photo.errorCode ? `(${photo.errorCode})` : ''}
      </p>
      <ChangeButton change="retry" photoId={photo.id} label="Try again" onDone={onRetried} />
    </div>
  )
}

function DeletedNote({ photo, onRestored }: { photo: PhotoFacts; onRestored: () => void }) {
  return (
    <div role="status" className="rounded-xl bg-warning-soft p-4 text-sm text-warning-text">
      <p className="font-medium">This photo is in the bin.</p>
      <p className="mt-1">It is not found by search any more, and will be removed for good later.</p>
      <ChangeButton change="restore" photoId={photo.id} label="Restore" onDone={onRestored} />
    </div>
  )
}

function ChangeButton(props: {
  change: 'retry' | 'restore'
  photoId: string
  label: string
  onDone: () => void
}) {
  const { change, photoId, label, onDone } = props
  const [busy, setBusy] = useState(false)
  async function run() {
    setBusy(true)
    try {
      await changePhotos(change, [photoId])
      onDone()
    } catch (error) {
      toast.error('That did not work', { description: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      size="small"
      busy={busy}
      className="mt-3"
      icon={<Undo2 aria-hidden className="size-4" />}
      onClick={() => void run()}
    >
      {label}
    </Button>
  )
}

/** Where the person came from when that was a search: the way back leads there, not to the library. */
function resultsBehind(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('results' in state)) return undefined
  return typeof state.results === 'string' && state.results.startsWith('/search') ? state.results : undefined
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=slider]') !== null
  )
}
