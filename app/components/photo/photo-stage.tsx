import { Clock, ImageOff } from 'lucide-react'
import type { PhotoView } from '~/domain/photos/photo-view'
import { ZoomablePhoto } from './zoomable-photo'

/** The picture, or why there is none yet. */
export function PhotoStage({ photo }: { photo: PhotoView }) {
  if (photo.status === 'processed' || photo.status === 'ready') return <ZoomablePhoto photo={photo} />
  const waiting = photo.status === 'waiting'
  const Icon = waiting ? Clock : ImageOff
  return (
    <div className="flex size-full flex-col items-center justify-center gap-4 p-8 text-center text-faint">
      <Icon aria-hidden className="size-10" />
      <p className="max-w-sm text-pretty">
        {waiting
          ? 'The photo is stored and waits to be read. The preview appears here by itself.'
          : 'There is no preview, because the file could not be read.'}
      </p>
    </div>
  )
}
