import { Toaster as Sonner, toast } from 'sonner'

export { toast }

/**
 * Short notes at the foot of the page. `toast('Deleted', { action: { label: 'Undo', onClick } })`. tailwind.css lifts
 * them above the selection bar.
 */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      theme="system"
      closeButton
      offset={{ bottom: '24px' }}
      mobileOffset={{ bottom: '76px' }}
      toastOptions={{
        classNames: {
          toast: '!rounded-xl !border-line !bg-surface !text-ink !shadow-floating !font-sans',
          description: '!text-soft',
          actionButton: '!bg-accent !text-on-accent !h-8 !px-3 !rounded-lg',
          closeButton: '!bg-surface !border-line !text-faint',
        },
      }}
    />
  )
}
