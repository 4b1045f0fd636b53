import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useMatches,
  useRouteError,
  useRouteLoaderData,
  type ShouldRevalidateFunction,
} from '@remix-run/react'
import type { ReactNode } from 'react'
import { AppShell } from './components/shell/app-shell'
import { BareShell } from './components/shell/bare-shell'
import { useNonce } from './components/shell/nonce-context'
import { ButtonLink } from './components/ui/button'
import { ErrorState } from './components/ui/error-state'
import { Toaster } from './components/ui/toaster'
import { TooltipProvider } from './components/ui/tooltip'
import { listEnabledFlags } from './domain/flags/list-enabled-flags.server'
import { readSession } from './http/require-actor.server'
import stylesheet from './tailwind.css?url'

/**
 * A route's `handle`. Pages stand inside the shell (rail, top bar) whenever somebody is signed in;
 * `bare` leaves it away (sign-in, set-up, an invitation).
 */
export interface RouteHandle {
  bare?: boolean
}

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction = () => [{ title: 'Recto' }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = await readSession(request, context)
  if (!session) return { me: null }
  const flags = await listEnabledFlags(context.app, session.actor)
  return { me: { ...session.user, role: session.actor.role, flags } }
}

/** Who I am changes with an action, not with a page: moving around must not ask again. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod !== undefined && formMethod !== 'GET' && defaultShouldRevalidate

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce()
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#f7f7f8" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#101115" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
      </head>
      <body>
        <TooltipProvider>{children}</TooltipProvider>
        <Toaster />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  const { me } = useLoaderData<typeof loader>()
  const bare = useMatches().some((match) => (match.handle as RouteHandle | undefined)?.bare)
  if (!me || bare) return <Outlet />
  return (
    <AppShell me={me}>
      <Outlet />
    </AppShell>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const me = useRouteLoaderData<typeof loader>('root')?.me
  const message = <ErrorState error={error} actions={<ButtonLink to="/">Go to the library</ButtonLink>} />
  return me ? <AppShell me={me}>{message}</AppShell> : <BareShell>{message}</BareShell>
}
