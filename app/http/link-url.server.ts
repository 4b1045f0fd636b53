import type { AppLoadContext } from '@remix-run/node'

/** An absolute address to hand to somebody: PUBLIC_URL when it is set, else the address this request came to. */
export function linkUrl(request: Request, context: Pick<AppLoadContext, 'app'>, path: string): string {
  return new URL(path, context.app.env.PUBLIC_URL ?? request.url).href
}
