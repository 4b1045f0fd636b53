import { clsx } from 'clsx'
import { Clock, ImageOff } from 'lucide-react'
import { useState, type CSSProperties } from 'react'
import { mediaUrl, type PhotoView } from '~/domain/photos/photo-view'
import { placeholderUrl } from './placeholder-url'

export type ThumbnailPhoto = Pick<
  PhotoView,
  'id' | 'version' | 'fileName' | 'status' | 'placeholder' | 'errorMessage'
>

/**
 * The small picture of a photo, filling its frame: blurred placeholder first, then the thumbnail. A photo that has
 * no thumbnail yet, or never will, shows what it waits for. A frame with an aspect ratio hides its overflow, or a very
 * tall picture makes it as tall as itself.
 */
export function Thumbnail({
  photo,
  fit = 'cover',
  eager = false,
  alt = photo.fileName,
  className,
}: {
  photo: ThumbnailPhoto
  fit?: 'cover' | 'contain'
  /** For what is on screen at once: not lazy, high priority. */
  eager?: boolean
  /** Empty where the name stands beside it. */
  alt?: string
  className?: string
}) {
  const [broken, setBroken] = useState<string>()
  const url = mediaUrl(photo, 'thumb')
  const blurred = placeholderUrl(photo.placeholder)
  // A placeholder keeps the picture's shape only roughly; in a frame with room around it, its edges would stay in sight.
  const [loaded, setLoaded] = useState<string>()
  const style: CSSProperties | undefined =
    blurred && !(fit === 'contain' && loaded === url)
      ? {
          backgroundImage: `url(${blurred})`,
          backgroundSize: fit,
          backgroundPosition: 'center',
          backgroundRepeat: 'no-repeat',
        }
      : undefined
  const hasThumbnail = photo.status === 'processed' || photo.status === 'ready'

  if (!hasThumbnail || broken === url) {
    const Icon = photo.status === 'waiting' ? Clock : ImageOff
    return (
      <span
        role="img"
        aria-label={alt}
        className={clsx(
          '@container flex size-full flex-col items-center justify-center gap-1.5 bg-sunken p-3 text-faint',
          className,
        )}
      >
        <Icon
          aria-hidden
          className={clsx('size-6 shrink-0', photo.status === 'waiting' && 'animate-shimmer')}
        />
        <span aria-hidden className="max-w-full truncate text-xs">
          {photo.fileName}
        </span>
        {photo.status === 'failed' && photo.errorMessage ? (
          <span
            aria-hidden
            className="line-clamp-2 max-w-full text-center text-xs text-danger-text @max-[9rem]:hidden"
          >
            {photo.errorMessage}
          </span>
        ) : null}
      </span>
    )
  }
  return (
    <img
      // An image from the cache is complete before React listens.
      ref={(image) => {
        if (fit === 'contain' && image?.complete && image.naturalWidth > 0) setLoaded(url)
      }}
      src={url}
      alt={alt}
      style={style}
      onLoad={() => fit === 'contain' && setLoaded(url)}
      draggable={false}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      onError={() => setBroken(url)}
      className={clsx('size-full bg-sunken', fit === 'cover' ? 'object-cover' : 'object-contain', className)}
    />
  )
}
