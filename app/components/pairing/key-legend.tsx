import { clsx } from 'clsx'
import { Kbd } from '../ui/kbd'

const legend: [string[], string][] = [
  [['J', 'K'], 'next, previous'],
  [['A'], 'accept'],
  [['S'], 'swap front and back'],
  [['X'], 'split'],
  [['F', 'B'], 'other front, other back'],
  [['L'], 'look closely'],
  [['U', 'Ctrl Z'], 'undo'],
]

/** The keys of the desk, always in sight where there is a keyboard; `bare` at the foot of a dialog. */
export function KeyLegend({ bare = false }: { bare?: boolean }) {
  return (
    <div
      role="note"
      aria-label="Keys"
      className={clsx(
        'hidden flex-wrap items-center justify-center gap-x-4 gap-y-1.5 px-4 py-2 text-xs text-soft md:flex pointer-coarse:hidden',
        !bare &&
          'sticky bottom-3 z-10 mx-auto mt-6 w-fit max-w-full rounded-xl border border-line bg-surface shadow-floating',
      )}
    >
      {legend.map(([keys, does]) => (
        <span key={does} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {does}
        </span>
      ))}
    </div>
  )
}
