import type { ReactNode } from 'react'

/** The head of a page: one h1, a line of explanation, its main actions on the right. */
export function PageHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4 pb-6">
      <div className="min-w-0">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {description ? <p className="mt-1 max-w-2xl text-pretty text-soft">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  )
}

/** The usual frame of a page's content: readable width, steady margins. Grids that want the whole width leave it out. */
export function Page({
  width = 'wide',
  children,
}: {
  width?: 'narrow' | 'wide' | 'full'
  children: ReactNode
}) {
  const max = { narrow: 'max-w-3xl', wide: 'max-w-6xl', full: '' }[width]
  return <div className={`mx-auto w-full ${max} px-4 pt-6 pb-16 sm:px-8 sm:pt-8`}>{children}</div>
}
