import { CameraOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { toQueuedFiles } from './read-dropped-files'
import { uploadQueue } from './use-upload-queue'

/** Takes pictures with a webcam. Each goes into the queue at once, so several can be taken in a row. */
export function CameraDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Take a picture" width="large">
      {open ? <Viewfinder /> : null}
    </Dialog>
  )
}

function Viewfinder() {
  const video = useRef<HTMLVideoElement>(null)
  const [problem, setProblem] = useState<string>()
  const [ready, setReady] = useState(false)
  const [taken, setTaken] = useState(0)

  useEffect(() => {
    let stream: MediaStream | undefined
    let closed = false
    void openCamera().then(
      (opened) => {
        stream = opened
        if (closed) stop(opened)
        else if (video.current) video.current.srcObject = opened
      },
      (error: unknown) => setProblem(explain(error)),
    )
    return () => {
      closed = true
      if (stream) stop(stream)
    }
  }, [])

  async function take() {
    const file = video.current ? await snapshot(video.current) : undefined
    if (!file) return
    await uploadQueue.add(toQueuedFiles([file]))
    setTaken((count) => count + 1)
  }

  if (problem) {
    return (
      <div
        role="alert"
        className="flex flex-col items-center gap-3 rounded-xl bg-sunken px-6 py-14 text-center"
      >
        <CameraOff aria-hidden className="size-8 text-faint" />
        <p className="max-w-sm text-soft">{problem}</p>
      </div>
    )
  }
  return (
    <>
      <video
        ref={video}
        autoPlay
        muted
        playsInline
        onPlaying={() => setReady(true)}
        className="aspect-4/3 w-full rounded-xl bg-black object-contain"
      />
      <div className="mt-4 flex items-center justify-between gap-4">
        <p aria-live="polite" className="text-sm text-soft">
          {taken === 0 ? 'The picture is uploaded when you take it.' : `${taken} taken and on the way.`}
        </p>
        <Button variant="primary" disabled={!ready} onClick={() => void take()}>
          Take picture
        </Button>
      </div>
    </>
  )
}

async function openCamera(): Promise<MediaStream> {
  // Absent on plain http outside localhost: browsers give cameras to secure pages only.
  if (!('mediaDevices' in navigator)) throw new DOMException('', 'SecurityError')
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 3840 }, height: { ideal: 2160 } },
  })
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function explain(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError')
    return 'The browser was not allowed to use the camera. Allow it beside the address and try again.'
  if (name === 'NotFoundError') return 'No camera was found on this device.'
  if (name === 'SecurityError') return 'The camera needs a secure connection (https).'
  return 'The camera could not be opened. Another program may be using it.'
}

async function snapshot(video: HTMLVideoElement): Promise<File | undefined> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92))
  if (!blob) return undefined
  const time = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  return new File([blob], `Camera ${time}.jpg`, { type: 'image/jpeg', lastModified: Date.now() })
}
