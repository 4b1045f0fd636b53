import { clsx } from 'clsx'
import { Slider as Radix } from 'radix-ui'

export interface SliderProps {
  label: string
  value: number
  onChange?: (value: number) => void
  /** When a drag or key press ends: the moment to save. */
  onCommit?: (value: number) => void
  min?: number
  max?: number
  step?: number
  disabled?: boolean
  className?: string
}

export function Slider({
  label,
  value,
  onChange,
  onCommit,
  min = 0,
  max = 100,
  step = 1,
  disabled,
  className,
}: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      onValueChange={([next = min]) => onChange?.(next)}
      onValueCommit={([next = min]) => onCommit?.(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className={clsx(
        'touch-target relative flex h-6 w-full touch-none items-center select-none data-disabled:opacity-50',
        className,
      )}
    >
      <Radix.Track className="relative h-1.5 grow rounded-full bg-line">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        className="block size-5 rounded-full border-2 border-accent bg-surface shadow-raised transition-transform hover:scale-110"
      />
    </Radix.Root>
  )
}
