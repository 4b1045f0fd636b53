import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import type { ComparedResult } from '~/domain/search/compare-models.server'
import { Thumbnail } from '../photo/thumbnail'

/** One model's results in order. What the other did not find is framed; what search would leave out is faint. */
export function ResultStrip({
  title,
  results,
  other,
}: {
  title: string
  results: ComparedResult[]
  other: ComparedResult[]
}) {
  const shared = new Set(other.map(({ photo }) => photo.id))
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-2 text-sm text-faint">{title}</h3>
      {results.length === 0 ? <p className="text-sm text-faint">Nothing.</p> : null}
      <ol className="grid grid-cols-5 gap-1.5">
        {results.map(({ photo, similarity, band }) => {
          const only = shared.has(photo.id) ? '' : ', not found by the other'
          return (
            <li key={photo.id}>
              <Link
                to={`/photos/${photo.id}`}
                title={`${photo.fileName}, ${band ?? 'no match'}, ${similarity.toFixed(3)}${only}`}
                className={clsx(
                  'block aspect-square overflow-hidden rounded-md',
                  only && 'outline-2 outline-offset-1 outline-warning-text',
                  band === null && 'opacity-50',
                )}
              >
                <Thumbnail photo={photo} alt={`${photo.fileName}, ${band ?? 'no match'}${only}`} />
              </Link>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
