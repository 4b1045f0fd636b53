import { clsx } from 'clsx'
import type { PhotoView } from '~/domain/photos/photo-view'
import { Thumbnail } from '../photo/thumbnail'
import { usePhotoDrop } from './use-photo-drop'

/** A photo of a pair: drag it away, or drop another onto it to pair that one instead. */
export function DropPhoto({
  photo,
  role,
  locked,
  onDrop,
  onLook,
}: {
  photo: PhotoView
  role: 'Front' | 'Back'
  locked: boolean
  onDrop: (photoId: string) => void
  onLook: () => void
}) {
  const { over, handlers } = usePhotoDrop(photo.id, onDrop, { locked })
  return (
    <figure {...handlers} className="min-w-0">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Look closely at ${photo.fileName}`}
        onClick={onLook}
        className={clsx(
          'block aspect-square w-full overflow-hidden rounded-lg bg-sunken ring-offset-2 ring-offset-surface',
          !locked && 'cursor-grab active:cursor-grabbing',
          over && 'ring-2 ring-accent',
          photo.deletedAt && 'opacity-40',
        )}
      >
        <Thumbnail photo={photo} fit="contain" alt={`${role}: ${photo.fileName}`} />
      </button>
      <figcaption className="mt-1.5 flex items-baseline gap-2 text-xs">
        <span className="font-semibold text-soft">{role}</span>
        <span className="truncate text-faint" title={photo.fileName}>
          {photo.deletedAt ? 'deleted' : photo.fileName}
        </span>
      </figcaption>
    </figure>
  )
}
