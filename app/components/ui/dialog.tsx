import { X } from 'lucide-react'
import { clsx } from 'clsx'
import { AlertDialog as Alert, Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonClass } from './button'

const overlay = 'fixed inset-0 z-40 animate-fade bg-black/40 backdrop-blur-[2px]'
const panel = clsx(
  'fixed z-50 flex max-h-[calc(100dvh-2rem)] animate-rise flex-col overflow-y-auto border border-line bg-surface shadow-floating focus:outline-none',
  // A sheet from below on phones, a card in the middle elsewhere.
  'inset-x-0 bottom-0 rounded-t-2xl sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2 sm:w-full sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl',
)
const widths = { small: 'sm:max-w-sm', medium: 'sm:max-w-lg', large: 'sm:max-w-3xl' }

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  width?: keyof typeof widths
  children: ReactNode
}

/** A form begins in its first field, not at the Close before it; autoFocus loses to a menu that opened the dialog. */
function focusField(event: Event): void {
  const field = event.target instanceof Element && event.target.querySelector<HTMLElement>('form input')
  if (!field) return
  event.preventDefault()
  field.focus()
}

export function Dialog({ open, onOpenChange, title, description, width = 'medium', children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          className={clsx(panel, widths[width])}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusField}
        >
          <div className="flex items-start justify-between gap-4 px-6 pt-5">
            <div>
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-sm text-soft">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label="Close"
              className="touch-target -mt-1 -mr-2 inline-flex size-9 items-center justify-center rounded-lg text-faint hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-[1.125rem]" />
            </Radix.Close>
          </div>
          <div className="px-6 pt-4 pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Asks before something that cannot be undone. Prefer an undo. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: ReactNode
  confirmLabel: string
  onConfirm: () => void
}) {
  return (
    <Alert.Root open={open} onOpenChange={onOpenChange}>
      <Alert.Portal>
        <Alert.Overlay className={overlay} />
        <Alert.Content className={clsx(panel, widths.small, 'p-6')}>
          <Alert.Title className="text-lg font-semibold">{title}</Alert.Title>
          <Alert.Description className="mt-2 text-soft">{description}</Alert.Description>
          <div className="mt-6 flex justify-end gap-2">
            <Alert.Cancel className={buttonClass({ variant: 'secondary' })}>Cancel</Alert.Cancel>
            <Alert.Action className={buttonClass({ variant: 'danger' })} onClick={onConfirm}>
              {confirmLabel}
            </Alert.Action>
          </div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  )
}
