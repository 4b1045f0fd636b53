import { clsx } from 'clsx'
import { forwardRef, type InputHTMLAttributes, type SelectHTMLAttributes } from 'react'

const control = clsx(
  'w-full rounded-lg border border-line-strong/60 bg-surface text-ink shadow-raised transition-colors placeholder:text-faint',
  'hover:border-line-strong focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0',
  'aria-invalid:border-danger disabled:opacity-60 pointer-coarse:min-h-11 pointer-coarse:text-base',
)

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(function Input(
  { className, ...rest },
  ref,
) {
  return <input ref={ref} className={clsx(control, 'h-10 px-3', className)} {...rest} />
})

/** The browser's own select: it works with every keyboard, screen reader and phone, and before scripts arrive. */
export const Select = forwardRef<HTMLSelectElement, SelectHTMLAttributes<HTMLSelectElement>>(function Select(
  { className, ...rest },
  ref,
) {
  return (
    <select
      ref={ref}
      className={clsx(control, 'select-chevron h-10 appearance-none bg-no-repeat pr-9 pl-3', className)}
      {...rest}
    />
  )
})
