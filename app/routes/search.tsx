import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  useLoaderData,
  useRouteError,
  useSearchParams,
  type ClientLoaderFunctionArgs,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import { fetchAnswer } from '~/components/search/fetch-answer'
import { hasQuery, readSearchAddress, withoutFilters } from '~/components/search/search-address'
import { SearchView, type SearchPageData } from '~/components/search/search-view'
import { ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { answerSearch } from '~/http/answer-search.server'
import { requireActor } from '~/http/require-actor.server'

export const meta: MetaFunction<typeof loader> = ({ location }) => {
  const words = new URLSearchParams(location.search).get('q')?.trim()
  return [{ title: words ? `${words.slice(0, 60)} · Recto` : 'Search · Recto' }]
}

export async function loader({ request, context }: LoaderFunctionArgs): Promise<SearchPageData> {
  const actor = await requireActor(request, context)
  const params = new URL(request.url).searchParams
  const address = readSearchAddress(params)
  // A picture is in the browser only; the client loader asks with it.
  const asked = hasQuery(address) && !address.picture
  return answerSearch(context.app, actor, asked ? params : null, { signal: request.signal })
}

export async function clientLoader({
  request,
  serverLoader,
}: ClientLoaderFunctionArgs): Promise<SearchPageData> {
  const params = new URL(request.url).searchParams
  if (!params.get('picture')) return serverLoader<typeof loader>()
  // The server says of every search whether the flag is off, and with a picture in the address it says only that.
  const [{ off }, answer] = await Promise.all([
    serverLoader<typeof loader>(),
    fetchAnswer(params, { signal: request.signal, onProblem: (response) => response }),
  ])
  return { answer, off, pictureLost: answer === null }
}
// On a reload the server has rendered the page without the picture; the browser completes it.
clientLoader.hydrate = true

/** Live events and uploads elsewhere must not run the search again under the person's eyes. */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  currentUrl,
  nextUrl,
  formMethod,
  defaultShouldRevalidate,
}) =>
  currentUrl.search !== nextUrl.search ||
  (formMethod !== undefined && formMethod !== 'GET' && defaultShouldRevalidate)

export default function SearchPage() {
  return <SearchView {...useLoaderData<typeof loader>()} />
}

export function ErrorBoundary() {
  // A filter that makes no sense stands in the address whatever the box above says.
  const unfiltered = withoutFilters(useSearchParams()[0])
  return (
    <ErrorState
      error={useRouteError()}
      kept="Change the words or the picture above to search again."
      actions={
        unfiltered ? (
          // Reloads: after an error that the server rendered, Remix answers the first navigation with it again.
          <ButtonLink to={unfiltered} reloadDocument>
            Search without filters
          </ButtonLink>
        ) : undefined
      }
    />
  )
}
