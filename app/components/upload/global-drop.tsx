import { useLocation, useNavigate } from '@remix-run/react'
import { ImagePlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { carriesFiles, readDroppedFiles, toQueuedFiles } from './read-dropped-files'
import { uploadQueue, useUploadGuard } from './use-upload-queue'

/**
 * Files dropped anywhere on the page are uploaded, and so are files pasted outside a text field. A part of the page
 * that takes drops itself (the search box) marks itself with `data-takes-drops`.
 */
export function GlobalDrop({ userId }: { userId: string }) {
  const [over, setOver] = useState(false)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  useUploadGuard(userId)

  useEffect(() => {
    // Enter and leave come for every element passed; counting them tells when the drag leaves the window.
    let depth = 0
    const isOurs = (event: DragEvent) =>
      carriesFiles(event.dataTransfer) &&
      !(event.target instanceof Element && event.target.closest('[data-takes-drops]'))
    const show = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      depth += 1
      setOver(isOurs(event))
    }
    const hide = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      depth -= 1
      if (depth <= 0) setOver(false)
    }
    const allow = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return
      // Without this the browser leaves the page to open the file, wherever it is dropped.
      event.preventDefault()
      setOver(isOurs(event))
    }
    const take = (event: DragEvent) => {
      depth = 0
      setOver(false)
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return
      event.preventDefault()
      if (!isOurs(event)) return
      void readDroppedFiles(event.dataTransfer).then((files) => uploadQueue.add(files))
      if (pathname !== '/upload') navigate('/upload')
    }
    const paste = (event: ClipboardEvent) => {
      const inText =
        event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
      const files = Array.from(event.clipboardData?.files ?? [])
      // On the search page a pasted picture is a question (SearchBox takes it).
      if (inText || files.length === 0 || pathname === '/search') return
      event.preventDefault()
      void uploadQueue.add(toQueuedFiles(files))
      if (pathname !== '/upload') navigate('/upload')
    }
    document.addEventListener('dragenter', show)
    document.addEventListener('dragleave', hide)
    document.addEventListener('dragover', allow)
    document.addEventListener('drop', take)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('dragenter', show)
      document.removeEventListener('dragleave', hide)
      document.removeEventListener('dragover', allow)
      document.removeEventListener('drop', take)
      document.removeEventListener('paste', paste)
    }
  }, [navigate, pathname])

  if (!over) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-0 z-50 animate-fade bg-accent/15 p-4 backdrop-blur-[3px]"
    >
      <div className="flex h-full flex-col items-center justify-center gap-4 rounded-3xl border-3 border-dashed border-accent bg-surface/85 text-center">
        <span className="flex size-16 animate-rise items-center justify-center rounded-2xl bg-accent text-on-accent">
          <ImagePlus className="size-8" />
        </span>
        <p className="text-xl font-semibold">Drop to upload</p>
        <p className="text-soft">Files and whole folders. Photos you already have are recognised.</p>
      </div>
    </div>
  )
}
