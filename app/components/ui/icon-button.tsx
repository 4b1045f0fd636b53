import { clsx } from 'clsx'
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from 'react'
import { Tooltip } from './tooltip'

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Read aloud and shown on hover: a picture alone is not a name. */
  label: string
  icon: ReactNode
  /** A keyboard shortcut shown in the tooltip. */
  shortcut?: string
  tooltip?: boolean
}

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { label, icon, shortcut, tooltip = true, className, type = 'button', ...rest },
  ref,
) {
  const button = (
    <button
      ref={ref}
      type={type}
      aria-label={label}
      className={clsx(
        'touch-target inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-faint transition-colors',
        'hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-40 aria-pressed:bg-accent-soft aria-pressed:text-accent-text',
        '[&_svg]:size-[1.125rem]',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  )
  return tooltip ? (
    <Tooltip label={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  )
})
