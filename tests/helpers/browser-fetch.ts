export interface BrowserFetch {
  /** `fetch` on this server with the jar's cookies and our own Origin. Redirects are not followed. */
  (path: string, init?: RequestInit): Promise<Response>
  /** A form as the browser sends it. */
  postForm(path: string, fields: Record<string, string>): Promise<Response>
  cookies: Map<string, string>
}

/** What a browser adds to a request, for tests over HTTP: cookies that are kept, an Origin, Accept for documents. */
export function createBrowserFetch(origin: string): BrowserFetch {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('origin')) headers.set('origin', origin)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(new URL(path, origin), { redirect: 'manual', ...init, headers })
    for (const cookie of response.headers.getSetCookie()) keep(cookie)
    return response
  }
  const keep = (cookie: string) => {
    const [pair = '', ...attributes] = cookie.split('; ')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name)
    else cookies.set(name, pair.slice(at + 1))
  }
  const postForm = (path: string, fields: Record<string, string>) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html' } })
  return Object.assign(send, { cookies, postForm })
}
