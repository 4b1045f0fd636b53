import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export function Kbd({ children, inverted = false }: { children: ReactNode; inverted?: boolean }) {
  return (
    <kbd
      className={clsx(
        'inline-flex h-5 min-w-5 items-center justify-center rounded border px-1 font-sans text-[0.6875rem] font-medium',
        inverted ? 'border-canvas/30 text-canvas' : 'border-line bg-canvas text-faint',
      )}
    >
      {children}
    </kbd>
  )
}
