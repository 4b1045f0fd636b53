import { clsx } from 'clsx'
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { mediaUrl, type PhotoView } from '~/domain/photos/photo-view'
import { IconButton } from '../ui/icon-button'
import { placeholderUrl } from './placeholder-url'
import { fitted, panBy, zoomAt, type Zoom } from './zoom'

const STEP = 1.5
const CENTRE = { x: 0, y: 0 }

/** The preview, as large as its frame; wheel, double click, pinch and the plus and minus keys look closer. */
export function ZoomablePhoto({ photo }: { photo: PhotoView }) {
  const frame = useRef<HTMLDivElement>(null)
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const [zoom, setZoom] = useState<Zoom>(fitted)
  const [loaded, setLoaded] = useState(false)
  const size = () => frame.current?.getBoundingClientRect() ?? new DOMRect()
  const zoomBy = (factor: number) => setZoom((now) => zoomAt(now, factor, CENTRE, size()))

  // React listens to wheel passively; zooming must keep the page from scrolling.
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      setZoom((now) => zoomAt(now, Math.exp(-event.deltaY / 400), fromMiddle(event, box), box))
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [])

  function handleMove(event: PointerEvent) {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const box = size()
    const now = { x: event.clientX, y: event.clientY }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    if (other) {
      const factor = distance(now, other) / Math.max(1, distance(before, other))
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 }
      setZoom((zoomed) => zoomAt(zoomed, factor, fromMiddle(middle, box), box))
    } else {
      setZoom((zoomed) => panBy(zoomed, now.x - before.x, now.y - before.y, box))
    }
  }

  function handleKey(event: KeyboardEvent) {
    if (event.key === '+' || event.key === '=') zoomBy(STEP)
    else if (event.key === '-') zoomBy(1 / STEP)
    else if (event.key === '0') setZoom(fitted)
    else return
    event.preventDefault()
  }

  const placeholder = placeholderUrl(photo.placeholder)
  const release = (event: PointerEvent) => void pointers.current.delete(event.pointerId)
  return (
    <div className="relative size-full" onKeyDown={handleKey}>
      <div
        ref={frame}
        className={clsx(
          'flex size-full items-center justify-center overflow-hidden',
          // Fitted, a finger scrolls the page: the picture takes most of a phone's screen.
          zoom.scale > 1 ? 'cursor-grab touch-none active:cursor-grabbing' : 'cursor-zoom-in touch-pan-y',
        )}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        }}
        onPointerMove={handleMove}
        onPointerUp={release}
        onPointerCancel={release}
        onDoubleClick={(event) => {
          const box = size()
          setZoom((now) => (now.scale > 1 ? fitted : zoomAt(now, 3, fromMiddle(event, box), box)))
        }}
      >
        <img
          src={mediaUrl(photo, 'preview')}
          alt={photo.fileName}
          width={photo.width ?? undefined}
          height={photo.height ?? undefined}
          draggable={false}
          onLoad={() => setLoaded(true)}
          className="h-auto max-h-full w-auto max-w-full object-contain select-none"
          style={{
            transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`,
            // Only until the preview is there: it would shine through transparent pictures.
            ...(placeholder && !loaded
              ? { backgroundImage: `url(${placeholder})`, backgroundSize: '100% 100%' }
              : {}),
          }}
        />
      </div>
      <div className="absolute right-3 bottom-3 flex rounded-xl border border-line bg-surface/90 p-0.5 shadow-raised backdrop-blur">
        <IconButton
          label="Zoom out"
          shortcut="-"
          icon={<ZoomOut aria-hidden />}
          disabled={zoom.scale === 1}
          onClick={() => zoomBy(1 / STEP)}
        />
        <IconButton
          label="Fit"
          shortcut="0"
          icon={<Maximize2 aria-hidden />}
          disabled={zoom.scale === 1}
          onClick={() => setZoom(fitted)}
        />
        <IconButton label="Zoom in" shortcut="+" icon={<ZoomIn aria-hidden />} onClick={() => zoomBy(STEP)} />
      </div>
    </div>
  )
}

function fromMiddle(event: { clientX: number; clientY: number }, box: DOMRect) {
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
