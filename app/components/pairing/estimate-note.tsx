import type { RunEstimate } from '~/domain/pairing/runs/estimate-run.server'
import { countOf, formatCount } from '../photo/format-amounts'

/** What the run will and will not look at, said before it starts. */
export function EstimateNote({ estimate, asking }: { estimate: RunEstimate | undefined; asking: boolean }) {
  return (
    <p className="min-w-48 flex-1 text-sm text-soft" aria-live="polite">
      {asking && !estimate ? 'Counting …' : estimate ? describe(estimate) : ''}
    </p>
  )
}

function describe({ photos, most, leftOut }: RunEstimate): string {
  const sentences: string[] = []
  if (photos < 2)
    sentences.push(photos === 0 ? 'No photo to pair here.' : 'One photo has nobody to pair with.')
  else if (photos % 2 === 1)
    sentences.push(`${formatCount(photos)} is an odd number: one photo at least stays alone.`)
  if (leftOut.beyond > 0)
    sentences.push(`A run takes ${most}: the ${countOf(leftOut.beyond, 'oldest photo')} wait for the next.`)
  if (leftOut.inProducts > 0)
    sentences.push(`${countOf(leftOut.inProducts, 'photo')} in a product already, left out.`)
  if (leftOut.waiting > 0) sentences.push(`${countOf(leftOut.waiting, 'photo')} still being read, left out.`)
  if (leftOut.unreadable > 0) sentences.push(`${countOf(leftOut.unreadable, 'unreadable file')} left out.`)
  return sentences.join(' ')
}
