import type { ReactNode } from 'react'
import { Wordmark } from './wordmark'

/** A page of its own, without rail and bar: for people who are not in yet. */
export function BareShell({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-6 py-5">
        <Wordmark />
      </header>
      <main id="content" className="flex flex-1 flex-col justify-center px-4 pb-24">
        {children}
      </main>
    </div>
  )
}
