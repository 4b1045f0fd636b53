import type { Auth } from '~/domain/auth/create-auth.server'
import type { AppContext } from '~/platform/context.server'
import type { RateLimits } from './rate-limits.server'

/** What every loader and action gets as `context`. Made once per request by `createServer`. */
export interface LoadContext {
  /** The process's adapters: database, storage, embedding client, clock. */
  app: AppContext
  auth: Auth
  limits: RateLimits
  /** In the response header `x-request-id`, in problem details and in the log. */
  requestId: string
  clientAddress: string
  cspNonce: string
  /** True for a document or a Remix data request: errors may redirect. False for fetch, images and API clients. */
  isPageRequest: boolean
  /** True when a page's fetcher asks for a resource route: its address is none to go back to after signing in. */
  isFetcherRequest: boolean
  /** Aborts when the process starts to stop: long answers (SSE) end themselves then. */
  closing: AbortSignal
  /** Adds a Set-Cookie header to the answer of this request, whichever route gives it. */
  setCookie(header: string): void
}

declare module '@remix-run/node' {
  // The empty body is the point: it merges our fields into Remix's interface.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface AppLoadContext extends LoadContext {}
}
