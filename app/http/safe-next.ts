/** Where to go after signing in: a path of ours. Anything that could leave this site becomes the library. */
export function safeNext(next: string | null): string {
  if (!next || !next.startsWith('/')) return '/library'
  // A browser reads `//host` and `/\host` as another site. Resolving is what it does; so do we.
  const url = new URL(next, 'http://here')
  // `/.//host` resolves to the path `//host`, which is another site again when it is resolved in its turn.
  const leaves = url.origin !== 'http://here' || url.pathname.startsWith('//')
  return leaves ? '/library' : url.pathname + url.search
}
