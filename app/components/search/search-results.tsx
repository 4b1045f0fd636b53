import { Link, useLocation } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { ScanSearch } from 'lucide-react'
import type { Band, SearchAnswer, SearchResult } from '~/domain/search/search-answer'
import { messageOf } from '../photo/ask-server'
import { formatCount } from '../photo/format-amounts'
import { bandWords, SimilarityBar } from '../photo/similarity-bar'
import { Thumbnail } from '../photo/thumbnail'
import { Button } from '../ui/button'
import { groupByBand } from './group-by-band'
import { fetchAnswer } from './fetch-answer'

const explanations: Record<Band | 'named', string> = {
  strong: 'Very likely what you mean.',
  possible: 'Worth a look.',
  weak: 'The nearest of the rest; often something else.',
  named: 'Found by file name or tag.',
}

/** Results in bands, best first; more come as the end is reached. */
export function SearchResults({ answer, query }: { answer: SearchAnswer; query: string }) {
  const [more, setMore] = useState<{ results: SearchResult[]; nextCursor: string | null }>({
    results: [],
    nextCursor: answer.nextCursor,
  })
  const [loading, setLoading] = useState(false)
  const [problem, setProblem] = useState<string>()
  const end = useRef<HTMLDivElement>(null)
  /** The end of the list passes in and out of sight while its page is on the way: each is asked for once. */
  const asked = useRef<string>()
  const { nextCursor } = more

  async function loadMore(cursor: string) {
    if (asked.current === cursor) return
    asked.current = cursor
    setLoading(true)
    setProblem(undefined)
    try {
      const params = new URLSearchParams(query)
      params.set('cursor', cursor)
      const next = await fetchAnswer(params)
      setMore((before) =>
        before.nextCursor === cursor
          ? {
              results: [...before.results, ...(next?.results ?? [])],
              nextCursor: next?.nextCursor ?? null,
            }
          : before,
      )
    } catch (error) {
      asked.current = undefined
      setProblem(messageOf(error))
    } finally {
      setLoading(false)
    }
  }

  const latest = useRef(loadMore)
  useEffect(() => {
    latest.current = loadMore
  })
  useEffect(() => {
    const mark = end.current
    if (!mark || nextCursor === null) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void latest.current(nextCursor)
      },
      { rootMargin: '600px' },
    )
    observer.observe(mark)
    return () => observer.disconnect()
  }, [nextCursor])

  const bands = groupByBand([...answer.results, ...more.results])
  return (
    <div className="space-y-8">
      {bands.map(({ band, results }) => (
        <section key={band} aria-labelledby={`band-${band}`}>
          <div className="mb-3 flex items-baseline gap-2.5 border-b border-line pb-2">
            <h2 id={`band-${band}`} className="text-base font-semibold">
              {band === 'named' ? 'By name' : `${bandWords[band]}es`}
            </h2>
            <span className="text-sm text-faint tabular-nums">{formatCount(results.length)}</span>
            <p className="text-sm text-faint max-sm:hidden">{explanations[band]}</p>
          </div>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,45%),1fr))] gap-x-3 gap-y-5 sm:grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))]">
            {results.map((result, index) => (
              <ResultTile
                key={result.photoId}
                result={result}
                eager={band === bands[0]?.band && index < 12}
              />
            ))}
          </ul>
        </section>
      ))}
      <div
        ref={end}
        className="flex min-h-10 items-center justify-center text-sm text-faint"
        aria-live="polite"
      >
        {problem && nextCursor ? (
          <span role="alert" className="flex flex-wrap items-center gap-3 text-danger-text">
            {problem}
            <Button size="small" onClick={() => void loadMore(nextCursor)}>
              Try again
            </Button>
          </span>
        ) : loading ? (
          'Loading more …'
        ) : null}
      </div>
    </div>
  )
}

function ResultTile({ result, eager }: { result: SearchResult; eager: boolean }) {
  const { photo, similarity, band } = result
  const { pathname, search } = useLocation()
  return (
    <li className="group relative">
      <Link to={`/photos/${photo.id}`} state={{ results: pathname + search }} className="block rounded-xl">
        <span className="block aspect-square overflow-hidden rounded-xl bg-sunken">
          <Thumbnail
            photo={photo}
            eager={eager}
            alt=""
            className="transition-transform duration-200 group-hover:scale-[1.03]"
          />
        </span>
        <span className="mt-2 block truncate text-sm" title={photo.fileName}>
          {photo.fileName}
        </span>
        {similarity !== null && band ? (
          <SimilarityBar similarity={similarity} band={band} className="mt-0.5" />
        ) : null}
      </Link>
      {photo.status === 'ready' ? (
        <Link
          to={`/search?similarTo=${photo.id}`}
          aria-label={`Find photos like ${photo.fileName}`}
          title="Find similar"
          className="touch-target absolute top-2 right-2 flex size-9 items-center justify-center rounded-lg bg-surface/90 text-soft opacity-0 shadow-raised backdrop-blur transition-opacity group-hover:opacity-100 hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <ScanSearch aria-hidden className="size-4" />
        </Link>
      ) : null}
    </li>
  )
}
