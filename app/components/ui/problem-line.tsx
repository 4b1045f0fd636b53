import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** Why one part of a page is missing, in its place; the rest of the page goes on. */
export function ProblemLine({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <p role="alert" className={clsx('text-sm text-danger-text', className)}>
      {children}
    </p>
  )
}
