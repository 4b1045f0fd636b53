import { Link, type LinkProps } from '@remix-run/react'
import { clsx } from 'clsx'
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from 'react'
import { Spinner } from './spinner'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'ghost-danger' | 'danger'
export type ButtonSize = 'small' | 'medium'

interface Look {
  variant?: ButtonVariant
  size?: ButtonSize
}

const looks: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-raised',
  secondary: 'bg-raised text-ink border border-line hover:bg-hover shadow-raised',
  ghost: 'text-soft hover:bg-hover hover:text-ink',
  'ghost-danger': 'text-danger-text hover:bg-danger-soft',
  danger: 'bg-danger text-white hover:bg-danger-hover shadow-raised',
}
const sizes: Record<ButtonSize, string> = { small: 'h-8 px-3 text-sm', medium: 'h-10 px-4 text-[0.9375rem]' }

/** The classes of a button, for something that must look like one. */
export function buttonClass({ variant = 'secondary', size = 'medium' }: Look, className?: string): string {
  return clsx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors select-none',
    'pointer-coarse:min-h-11 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50',
    looks[variant],
    sizes[size],
    className,
  )
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  icon?: ReactNode
  /** Shows a spinner and stops clicks; the label stays, so the width does not jump. */
  busy?: boolean
}

/** `type="button"` unless told: a button inside a form must not submit it by accident. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, icon, busy = false, className, children, disabled, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClass({ variant, size }, className)}
      {...rest}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
})

export interface ButtonLinkProps extends LinkProps, Look {
  icon?: ReactNode
}

export const ButtonLink = forwardRef<HTMLAnchorElement, ButtonLinkProps>(function ButtonLink(
  { variant, size, icon, className, children, ...rest },
  ref,
) {
  return (
    <Link ref={ref} className={buttonClass({ variant, size }, className)} {...rest}>
      {icon}
      {children}
    </Link>
  )
})
