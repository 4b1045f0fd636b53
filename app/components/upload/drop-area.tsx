import { clsx } from 'clsx'
import { Camera, FolderOpen, ImagePlus, Images } from 'lucide-react'
import { useRef, useState, type ChangeEvent } from 'react'
import { Button } from '../ui/button'
import { CameraDialog } from './camera-dialog'
import { toQueuedFiles } from './read-dropped-files'
import { uploadQueue } from './use-upload-queue'

/** What a file chooser offers; the server decides by content, so anything may still be dropped. */
const ACCEPT = 'image/*,.heic,.heif,.dng,.tif,.tiff'

/** Where photos come in: choose files, a folder, the camera. Dropping works on the whole page (GlobalDrop). */
export function DropArea({ compact }: { compact: boolean }) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const phoneCamera = useRef<HTMLInputElement>(null)
  const [cameraOpen, setCameraOpen] = useState(false)

  function take(event: ChangeEvent<HTMLInputElement>) {
    void uploadQueue.add(toQueuedFiles(Array.from(event.target.files ?? [])))
    // The same file can be chosen again.
    event.target.value = ''
  }

  /** Phones have a camera app that is better than any page; desks have a webcam. */
  function openCamera() {
    if (window.matchMedia('(pointer: coarse)').matches) phoneCamera.current?.click()
    else setCameraOpen(true)
  }

  return (
    <section
      aria-label="Add photos"
      className={clsx(
        'rounded-2xl border-2 border-dashed border-line-strong/50 bg-surface text-center transition-[padding]',
        compact ? 'flex flex-wrap items-center justify-between gap-4 px-5 py-4' : 'px-6 py-14 sm:py-20',
      )}
    >
      {compact ? (
        <p className="text-soft">Drop more photos anywhere on this page.</p>
      ) : (
        <div className="mb-7">
          <span className="mx-auto mb-5 flex size-16 items-center justify-center rounded-2xl bg-accent-soft text-accent-text">
            <ImagePlus aria-hidden className="size-8" />
          </span>
          <h2 className="text-xl font-semibold">Drop photos or whole folders here</h2>
          <p className="mt-2 text-soft">or paste a picture, or pick them:</p>
        </div>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          variant="primary"
          icon={<Images aria-hidden className="size-4" />}
          onClick={() => files.current?.click()}
        >
          Choose photos
        </Button>
        <Button
          className="pointer-coarse:hidden"
          icon={<FolderOpen aria-hidden className="size-4" />}
          onClick={() => folder.current?.click()}
        >
          Choose a folder
        </Button>
        <Button icon={<Camera aria-hidden className="size-4" />} onClick={openCamera}>
          Camera
        </Button>
      </div>
      {compact ? null : (
        <p className="mx-auto mt-7 max-w-md text-sm text-pretty text-faint">
          JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC and DNG. Location and other hidden data never leave the
          original file.
        </p>
      )}
      <input
        ref={files}
        type="file"
        multiple
        accept={ACCEPT}
        onChange={take}
        className="hidden"
        aria-label="Photos"
      />
      <input
        ref={folder}
        type="file"
        multiple
        onChange={take}
        className="hidden"
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
      />
      <input
        ref={phoneCamera}
        type="file"
        accept="image/*"
        capture="environment"
        onChange={take}
        className="hidden"
        aria-label="Camera picture"
      />
      <CameraDialog open={cameraOpen} onOpenChange={setCameraOpen} />
    </section>
  )
}
