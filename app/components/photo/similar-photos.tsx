import { Link } from '@remix-run/react'
import type { SearchAnswer } from '~/domain/search/search-answer'
import { ProblemLine } from '../ui/problem-line'
import { Skeleton } from '../ui/skeleton'
import { SimilarityBar } from './similarity-bar'
import { Thumbnail } from './thumbnail'
import { useLoaded } from './use-loaded'

/** What `/photos/:id/similar` answers: results, or why there are none. */
export type SimilarAnswer = Pick<SearchAnswer, 'results' | 'degraded'> & { off: boolean }

/** Photos that look like this one, best first, each with how sure the match is. */
export function SimilarPhotos({ photoId }: { photoId: string }) {
  const { data, problem } = useLoaded<SimilarAnswer>(`/photos/${photoId}/similar`)
  if (data?.off) return null
  return (
    <section aria-label="Similar photos" aria-busy={!data && !problem}>
      <h2 className="mb-3 text-sm font-medium">Similar photos</h2>
      {data ? (
        <Results data={data} />
      ) : problem ? (
        <ProblemLine>{problem}</ProblemLine>
      ) : (
        <div className="grid grid-cols-3 gap-2">
          {[0, 1, 2].map((cell) => (
            <Skeleton key={cell} className="aspect-square rounded-lg" />
          ))}
        </div>
      )}
    </section>
  )
}

function Results({ data }: { data: SimilarAnswer }) {
  if (data.degraded)
    return <p className="text-sm text-soft">{data.degraded.message} Try again in a minute.</p>
  if (data.results.length === 0) return <p className="text-sm text-soft">Nothing else looks like it.</p>
  return (
    <ul className="grid grid-cols-3 gap-x-2 gap-y-3">
      {data.results.map(({ photo, similarity, band }) => (
        <li key={photo.id}>
          <Link to={`/photos/${photo.id}`} className="block rounded-lg">
            <span className="block aspect-square overflow-hidden rounded-lg bg-sunken">
              <Thumbnail photo={photo} />
            </span>
            {similarity !== null && band ? (
              <SimilarityBar similarity={similarity} band={band} className="mt-1.5" />
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}
