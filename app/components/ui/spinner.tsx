import { clsx } from 'clsx'
import { LoaderCircle } from 'lucide-react'

/** Decoration only: say what is going on in words beside it, or give `label`. */
export function Spinner({ className, label }: { className?: string; label?: string }) {
  return (
    <>
      <LoaderCircle aria-hidden className={clsx('size-4 animate-spin', className)} />
      {label ? <span className="sr-only">{label}</span> : null}
    </>
  )
}
