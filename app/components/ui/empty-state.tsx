import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** Nothing here yet: says why and what to do next. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  className,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
}) {
  return (
    <div className={clsx('mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center', className)}>
      {icon ? (
        <div className="mb-5 flex size-14 items-center justify-center rounded-2xl border border-line bg-surface text-faint shadow-raised [&_svg]:size-6">
          {icon}
        </div>
      ) : null}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children ? <div className="mt-2 text-pretty text-soft">{children}</div> : null}
      {actions ? <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  )
}
