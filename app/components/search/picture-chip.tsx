import { ImageOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { readQueryPicture } from './query-picture'

/** The picture of a search, small, inside the search box. */
export function PictureChip({
  picture,
  similarTo,
  onRemove,
}: {
  picture: string | undefined
  similarTo: string | undefined
  onRemove: () => void
}) {
  const local = useLocalPicture(picture)
  if (!picture && !similarTo) return null
  const url = similarTo ? `/media/${similarTo}/thumb` : local
  return (
    <span className="flex h-8 shrink-0 items-center gap-0.5 rounded-lg bg-accent-soft p-0.5 text-accent-text">
      <QueryImage key={url} url={url} />
      <button
        type="button"
        aria-label="Search without the picture"
        onClick={onRemove}
        className="touch-target inline-flex h-7 w-6 items-center justify-center rounded-md hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}

/** A picture of a search, or a mark where the browser cannot show it (HEIC, DNG). */
export function QueryImage({ url, className = 'size-7' }: { url: string | undefined; className?: string }) {
  const [broken, setBroken] = useState(false)
  if (!url || broken) {
    return (
      <span className={`${className} flex items-center justify-center rounded-md bg-surface`}>
        <ImageOff aria-label="Your picture" className="size-4" />
      </span>
    )
  }
  return (
    <img
      src={url}
      alt="Your picture"
      onError={() => setBroken(true)}
      className={`${className} rounded-md object-cover`}
    />
  )
}

/** The address of a picture kept in this browser, while the component lives. */
export function useLocalPicture(picture: string | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!picture) return
    let made: string | undefined
    let left = false
    void readQueryPicture(picture).then((file) => {
      if (!file || left) return
      made = URL.createObjectURL(file)
      setUrl(made)
    })
    return () => {
      left = true
      setUrl(undefined)
      if (made) URL.revokeObjectURL(made)
    }
  }, [picture])
  return url
}
