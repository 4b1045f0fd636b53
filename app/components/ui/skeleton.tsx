import { clsx } from 'clsx'

/** The shape of something on its way. Give it the size of what replaces it, so nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-shimmer rounded-md bg-sunken', className)} />
}
