import { CloudOff, LogIn, Pause, Play, RotateCw, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { countOf } from '../photo/format-amounts'
import { Button, buttonClass } from '../ui/button'
import { Card } from '../ui/card'
import { Progress } from '../ui/progress'
import { announcement, headline, pace, storedOf } from './describe-upload'
import type { PauseReason, UploadSnapshot } from './upload-queue'
import { uploadQueue } from './use-upload-queue'

/** How far the whole upload is, at what rate, and what can be done about it. */
export function UploadProgress({ snapshot }: { snapshot: UploadSnapshot }) {
  const { totals, paused, active } = snapshot
  const { counts } = totals
  if (totals.files === 0) return null
  const sent = totals.bytes > 0 ? totals.sentBytes / totals.bytes : totals.finished / totals.files
  return (
    <Card className="p-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{headline(snapshot)}</h2>
          <p className="mt-0.5 text-sm text-soft tabular-nums">{pace(snapshot)}</p>
          <p role="status" className="sr-only">
            {announcement(snapshot)}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {counts.failed > 0 ? (
            <Button
              size="small"
              variant={active ? 'secondary' : 'primary'}
              icon={<RotateCw aria-hidden className="size-4" />}
              onClick={() => uploadQueue.retryFailed()}
            >
              Retry {countOf(counts.failed, 'failed file')}
            </Button>
          ) : null}
          {active ? <PauseButton paused={paused} /> : null}
          {active ? (
            <Button
              size="small"
              variant="ghost"
              icon={<X aria-hidden className="size-4" />}
              onClick={() => uploadQueue.cancelAll()}
            >
              Cancel the rest
            </Button>
          ) : (
            <Button size="small" variant="ghost" onClick={() => uploadQueue.clearFinished()}>
              Clear list
            </Button>
          )}
        </div>
      </div>
      <Progress
        value={active ? sent : storedOf(totals) / totals.files}
        label="Upload"
        tone={active ? 'accent' : 'success'}
        className="mt-4 h-2"
      />
      {paused ? <PauseNote reason={paused} left={totals.files - totals.finished} /> : null}
    </Card>
  )
}

function PauseButton({ paused }: { paused: PauseReason | undefined }) {
  return paused ? (
    <Button size="small" icon={<Play aria-hidden className="size-4" />} onClick={() => uploadQueue.resume()}>
      Resume
    </Button>
  ) : (
    <Button size="small" icon={<Pause aria-hidden className="size-4" />} onClick={() => uploadQueue.pause()}>
      Pause
    </Button>
  )
}

function PauseNote({ reason, left }: { reason: PauseReason; left: number }) {
  const kept = `${countOf(left, 'file')} kept in the queue.`
  switch (reason) {
    case 'signed-out':
      return (
        <Note icon={<LogIn aria-hidden />}>
          <span className="flex-1">
            <strong className="font-semibold">Your session has ended.</strong> {kept} Sign in and the upload
            goes on.
          </span>
          <a
            href="/sign-in"
            target="_blank"
            rel="noreferrer"
            className={buttonClass({ variant: 'primary', size: 'small' })}
          >
            Sign in
          </a>
        </Note>
      )
    case 'offline':
      return (
        <Note icon={<CloudOff aria-hidden />}>
          <span>
            <strong className="font-semibold">No connection.</strong> {kept} The upload goes on by itself.
          </span>
        </Note>
      )
    case 'busy':
      return (
        <Note icon={<Pause aria-hidden />}>
          <span>
            <strong className="font-semibold">The server is busy.</strong> {kept} The upload goes on in a few
            seconds.
          </span>
        </Note>
      )
    case 'person':
      return <p className="mt-3 text-sm text-soft">Paused. Files on their way are finished first.</p>
  }
}

function Note({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="mt-4 flex flex-wrap items-center gap-3 rounded-lg bg-warning-soft px-4 py-3 text-sm text-warning-text [&>svg]:size-4 [&>svg]:shrink-0"
    >
      {icon}
      {children}
    </div>
  )
}
