import type { ReactNode } from 'react'
import { Card } from '../ui/card'
import { BareShell } from './bare-shell'

/** The one card of a page outside the app: sign-in, set-up, an invitation, a new password. */
export function EntryCard({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  return (
    <BareShell>
      <div className="mx-auto w-full max-w-[26rem]">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {description ? <p className="mt-1.5 text-pretty text-soft">{description}</p> : null}
        <Card className="mt-6 p-6 sm:p-7">{children}</Card>
      </div>
    </BareShell>
  )
}
