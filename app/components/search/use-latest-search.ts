import { useNavigation, useSearchParams } from '@remix-run/react'

/**
 * What the search page asks: the address on its way to it, if there is one, else the page's own. A change that begins
 * with these keeps the one before it, which is perhaps not answered yet.
 */
export function useLatestSearch(): URLSearchParams {
  const [params] = useSearchParams()
  const { location } = useNavigation()
  return location?.pathname === '/search' ? new URLSearchParams(location.search) : params
}
