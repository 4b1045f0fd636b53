import { clsx } from 'clsx'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { PairView } from '~/domain/pairing/runs/run-view'
import { mediaUrl, type PhotoView } from '~/domain/photos/photo-view'
import { IconButton } from '../ui/icon-button'
import { ConfidenceBadge } from './confidence-badge'
import { DecideButtons, type Decision } from './decide-buttons'
import { KeyLegend } from './key-legend'

/** The pair as large as the window, to read a label or compare a seam. The desk's keys work here too. */
export function PairLens({
  pair,
  onClose,
  onDecide,
  onMove,
}: {
  pair: PairView
  onClose: () => void
  onDecide: (decision: Decision) => void
  onMove: (step: 1 | -1) => void
}) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/60" />
        <Radix.Content
          data-desk-keys
          aria-describedby={undefined}
          // Nothing in it is more likely to be wanted than the keys, and they work from here.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          className="fixed inset-2 z-50 flex animate-fade flex-col rounded-2xl border border-line bg-surface shadow-floating focus:outline-none sm:inset-6"
        >
          <div className="flex items-center gap-3 border-b border-line px-4 py-2">
            <Radix.Title className="sr-only">
              {pair.front.fileName} and {pair.back.fileName}
            </Radix.Title>
            <ConfidenceBadge pair={pair} />
            <p className="min-w-0 flex-1 truncate text-sm text-soft max-sm:hidden">
              {pair.evidence.join(', ')}
            </p>
            <span className="flex-1 sm:hidden" />
            <IconButton
              label="Previous pair"
              tooltip={false}
              icon={<ChevronLeft aria-hidden />}
              onClick={() => onMove(-1)}
            />
            <IconButton
              label="Next pair"
              tooltip={false}
              icon={<ChevronRight aria-hidden />}
              onClick={() => onMove(1)}
            />
            <Radix.Close asChild>
              <IconButton label="Close" tooltip={false} icon={<X aria-hidden />} />
            </Radix.Close>
          </div>
          <div className="grid min-h-0 flex-1 grid-rows-2 gap-2 p-2 sm:grid-cols-2 sm:grid-rows-1 sm:p-4">
            <Side photo={pair.front} role="Front" />
            <Side photo={pair.back} role="Back" />
          </div>
          <div className="flex flex-wrap justify-center gap-2 px-4 pb-3">
            <DecideButtons pair={pair} keys={false} onDecide={onDecide} />
          </div>
          <KeyLegend bare />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Side({ photo, role }: { photo: PhotoView; role: string }) {
  return (
    <figure className={clsx('flex min-h-0 min-w-0 flex-col', photo.deletedAt && 'opacity-40')}>
      <img
        key={photo.id}
        src={mediaUrl(photo, 'preview')}
        alt={`${role}: ${photo.fileName}`}
        className="min-h-0 flex-1 rounded-lg bg-sunken object-contain"
      />
      <figcaption className="mt-1 truncate text-center text-xs text-faint">
        <span className="font-semibold text-soft">{role}</span> {photo.fileName}
      </figcaption>
    </figure>
  )
}
