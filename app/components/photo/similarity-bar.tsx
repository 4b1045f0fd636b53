import { clsx } from 'clsx'
import type { Band } from '~/domain/search/search-answer'

export const bandWords: Record<Band, string> = {
  strong: 'Strong match',
  possible: 'Possible match',
  weak: 'Weak match',
}

const colours: Record<Band, string> = {
  strong: 'bg-success-text',
  possible: 'bg-accent',
  weak: 'bg-line-strong',
}

/**
 * How sure a match is. The length shows the band first and the cosine within it: cosines of words and of pictures
 * live on different scales, so a bar of the bare number would make every text match look hopeless.
 */
export function SimilarityBar({
  similarity,
  band,
  className,
}: {
  similarity: number
  band: Band
  className?: string
}) {
  const floor = { strong: 0.68, possible: 0.36, weak: 0.08 }[band]
  const length = floor + 0.3 * Math.min(1, Math.max(0, similarity))
  return (
    <span className={clsx('flex items-center gap-2', className)} title={bandWords[band]}>
      <span className="sr-only">
        {bandWords[band]}, similarity {similarity.toFixed(2)}
      </span>
      <span aria-hidden className="h-1 flex-1 overflow-hidden rounded-full bg-sunken">
        <span
          className={clsx('block h-full rounded-full', colours[band])}
          style={{ width: `${length * 100}%` }}
        />
      </span>
      <span aria-hidden className="text-xs text-faint tabular-nums">
        {similarity.toFixed(2)}
      </span>
    </span>
  )
}
