import { Link, useNavigate, useNavigation, useSearchParams } from '@remix-run/react'
import { clsx } from 'clsx'
import { CircleAlert, ImageOff, ScanSearch, SearchX } from 'lucide-react'
import { useState } from 'react'
import type { SearchAnswer } from '~/domain/search/search-answer'
import { countOf } from '../photo/format-amounts'
import { buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Slider } from '../ui/slider'
import { QueryImage, useLocalPicture } from './picture-chip'
import {
  changeSearch,
  EVEN_WEIGHT,
  hasQuery,
  readSearchAddress,
  withoutFilters,
  type SearchAddress,
} from './search-address'
import { SearchFilters } from './search-filters'
import { SearchResults } from './search-results'
import { useLatestSearch } from './use-latest-search'

/** What the search page shows: an answer, nothing asked yet, or why there can be none. */
export interface SearchPageData {
  answer: SearchAnswer | null
  /** The flag `image-search` is off for this person. */
  off: boolean
  /** The address names a picture that this browser does not have. */
  pictureLost?: boolean
}

export function SearchView({ answer, off, pictureLost }: SearchPageData) {
  const [params] = useSearchParams()
  const address = readSearchAddress(params)
  const navigation = useNavigation()
  const searching = navigation.state === 'loading' && navigation.location.pathname === '/search'
  const asked = hasQuery(address)
  return (
    <div className="px-4 pt-5 pb-16 sm:px-6">
      <h1 className="sr-only">Search</h1>
      {off ? <SwitchedOff text={address.text} /> : null}
      {asked ? <QueryHeader address={address} answer={answer} /> : null}
      {pictureLost ? <PictureLost /> : null}
      {answer?.degraded ? <Degraded message={answer.degraded.message} /> : null}
      <div
        aria-busy={searching}
        className={clsx('transition-opacity duration-150', searching && 'opacity-50')}
      >
        {answer?.noMatch || (answer && answer.results.length === 0) ? (
          <NoMatch address={address} params={params} />
        ) : null}
        {answer && answer.results.length > 0 ? (
          <SearchResults key={params.toString()} answer={answer} query={params.toString()} />
        ) : null}
        {!asked && !off ? <Invitation /> : null}
      </div>
    </div>
  )
}

function QueryHeader({ address, answer }: { address: SearchAddress; answer: SearchAnswer | null }) {
  const local = useLocalPicture(address.picture)
  const pictureUrl = address.similarTo ? `/media/${address.similarTo}/thumb` : local
  const hasPicture = address.picture !== undefined || address.similarTo !== undefined
  return (
    <div className="mb-5 space-y-4">
      <div className="flex flex-wrap items-center gap-4">
        {hasPicture ? <QueryImage key={pictureUrl} url={pictureUrl} className="size-16 shrink-0" /> : null}
        <div className="min-w-0">
          <p className="truncate text-xl font-semibold tracking-tight">{describeQuery(address)}</p>
          <p className="text-sm text-faint tabular-nums" aria-live="polite">
            {answer ? describeAnswer(answer) : ' '}
          </p>
        </div>
        {hasPicture && address.text.trim() ? <Weight weight={address.weight} /> : null}
      </div>
      <SearchFilters />
    </div>
  )
}

function describeQuery({ text, picture, similarTo }: SearchAddress): string {
  const words = text.trim() ? `“${text.trim()}”` : ''
  if (similarTo) return words ? `Like this photo, and ${words}` : 'Photos like this one'
  if (picture) return words ? `Like your picture, and ${words}` : 'Photos like your picture'
  return words
}

function describeAnswer({ results, nextCursor, tookMs, noMatch }: SearchAnswer): string {
  if (noMatch || results.length === 0) return `No match · ${Math.round(tookMs)} ms`
  return `${nextCursor ? `The best ${results.length}` : countOf(results.length, 'photo')} · ${Math.round(tookMs)} ms`
}

/** Words on the left, picture on the right: which of the two should decide. */
function Weight({ weight }: { weight: number }) {
  const navigate = useNavigate()
  const latest = useLatestSearch()
  const asked = Math.round(weight * 100)
  const [value, setValue] = useState(asked)
  // Back and forward change the address under the slider.
  const [before, setBefore] = useState(asked)
  if (before !== asked) {
    setBefore(asked)
    setValue(asked)
  }
  return (
    <div className="flex w-full items-center gap-3 text-sm text-soft sm:ml-auto sm:w-72">
      <span>Words</span>
      <Slider
        label="How much the picture counts, in percent"
        value={value}
        step={5}
        onChange={setValue}
        onCommit={(percent) =>
          navigate(changeSearch(latest, { weight: percent / 100 }), {
            replace: true,
            preventScrollReset: true,
          })
        }
      />
      <span>Picture</span>
      {value !== EVEN_WEIGHT * 100 ? (
        <span className="w-10 text-right whitespace-nowrap tabular-nums">{value} %</span>
      ) : null}
    </div>
  )
}

function SwitchedOff({ text }: { text: string }) {
  return (
    <div
      role="status"
      className="mb-5 flex gap-3 rounded-xl bg-accent-soft px-4 py-3 text-sm text-accent-text"
    >
      <ScanSearch aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <strong className="font-semibold">
          Search by picture and meaning is not switched on for you yet.
        </strong>{' '}
        Words are looked for in file names and tags.{' '}
        <Link to={`/library?${new URLSearchParams(text ? { name: text } : {})}`} className="underline">
          Filter the library by name
        </Link>
      </p>
    </div>
  )
}

function Degraded({ message }: { message: string }) {
  return (
    <div
      role="alert"
      className="mb-5 flex gap-3 rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning-text"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>
        <strong className="font-semibold">{message}</strong> Until it is back, words are looked for in file
        names and tags; pictures cannot be compared. Uploads still work.
      </p>
    </div>
  )
}

function PictureLost() {
  return (
    <EmptyState icon={<ImageOff aria-hidden />} title="The picture of this search is not here">
      Pictures you search with stay on the device where you picked them. Paste or drop it into the search box
      again.
    </EmptyState>
  )
}

function NoMatch({ address, params }: { address: SearchAddress; params: URLSearchParams }) {
  const hasPicture = address.picture !== undefined || address.similarTo !== undefined
  const unfiltered = withoutFilters(params)
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title="Nothing in the library looks like that"
      actions={
        <>
          {unfiltered ? (
            <Link to={unfiltered} className={buttonClass({ variant: 'primary' })}>
              Search without filters
            </Link>
          ) : null}
          {address.text.trim() && !hasPicture ? (
            <Link
              to={`/library?${new URLSearchParams({ name: address.text.trim() })}`}
              className={buttonClass({})}
            >
              Look in file names
            </Link>
          ) : null}
          {address.text.trim() && hasPicture ? (
            <Link to={changeSearch(params, { text: '' })} className={buttonClass({})}>
              Search by the picture alone
            </Link>
          ) : null}
        </>
      }
    >
      {hasPicture
        ? 'No photo is close enough to your picture to be worth showing. A closer crop of the product often helps.'
        : 'Describe what can be seen: the thing and its colour, such as “red shirt”. Names and numbers are found in file names only.'}
    </EmptyState>
  )
}

const EXAMPLES = ['red shirt', 'black shoes', 'a hat', 'milk carton', 'green apple']

function Invitation() {
  return (
    <EmptyState icon={<ScanSearch aria-hidden />} title="Find photos by what they show" className="pt-20">
      <p>
        Describe it in the box above, or paste, drop or choose a picture there. Both together work too: a
        picture of a shirt and the word “blue”.
      </p>
      <ul className="mt-6 flex flex-wrap justify-center gap-2">
        {EXAMPLES.map((example) => (
          <li key={example}>
            <Link
              to={changeSearch(new URLSearchParams(), { text: example })}
              className={buttonClass({ size: 'small' })}
            >
              {example}
            </Link>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
