/** Bars over time. Decoration beside the numbers that say the same, so it is hidden from screen readers. */
export function Sparkline({ values, className }: { values: number[]; className?: string }) {
  const top = Math.max(1, ...values)
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${values.length * 4} 32`}
      preserveAspectRatio="none"
      className={className ?? 'h-12 w-full text-accent'}
    >
      {values.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2, (value / top) * 32)
        return (
          <rect
            key={index}
            x={index * 4}
            y={32 - height}
            width={3}
            height={height}
            rx={0.5}
            fill="currentColor"
          />
        )
      })}
    </svg>
  )
}
