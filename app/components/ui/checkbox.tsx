import { clsx } from 'clsx'
import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'

export function Checkbox({ label, className, ...rest }: Radix.CheckboxProps & { label?: string }) {
  return (
    <Radix.Root
      aria-label={label}
      className={clsx(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-md border border-line-strong bg-surface text-on-accent transition-colors disabled:opacity-50',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        {rest.checked === 'indeterminate' ? (
          <Minus aria-hidden className="size-3.5" />
        ) : (
          <Check aria-hidden className="size-3.5" />
        )}
      </Radix.Indicator>
    </Radix.Root>
  )
}
