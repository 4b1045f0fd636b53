import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startWeb, type StartedWeb } from '~tests/helpers/start-web'

let web: StartedWeb
beforeAll(async () => {
  // The discard port: no embedding service answers there, whatever else runs on this machine.
  web = await startWeb({ env: { CLIP_SERVICE_URL: 'http://127.0.0.1:9' } })
})
afterAll(() => web?.stop())

test('an empty install leads every visitor to set-up', async () => {
  expect((await web.anonymous()('/')).headers.get('location')).toBe('/setup')
})

test('a page runs only its own scripts, and nobody on the way keeps it', async () => {
  const page = await web.anonymous()('/setup', { headers: { accept: 'text/html' } })
  const policy = page.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
  expect(policy).toContain("script-src 'self' 'nonce-")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(page.headers.get('cache-control')).toBe('private, no-store')
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const scripts = [...(await page.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.every((tag) => tag.includes(`nonce="${nonce}"`))).toBe(true)
})

test('built files are kept for a year, and one that is missing is a problem, not a page', async () => {
  const html = await (await web.anonymous()('/setup', { headers: { accept: 'text/html' } })).text()
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? ''
  const file = await web.anonymous()(style)
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  const missing = await web.anonymous()('/assets/no-such-file.js')
  expect(missing.status).toBe(404)
  expect(missing.headers.get('content-type')).toContain('application/problem+json')
})

test('an address without a page is a page that says so', async () => {
  const answer = await web.anonymous()('/no-such-page', { headers: { accept: 'text/html' } })
  expect(answer.status).toBe(404)
  expect(await answer.text()).toContain('There is nothing at this address')
})

test('health and readiness answer without a session', async () => {
  expect(await (await web.anonymous()('/health')).json()).toEqual({ status: 'ok' })
  // Each dependency has some seconds to answer, which a busy machine may need more than once.
  await vi.waitFor(async () => expect((await web.anonymous()('/ready')).status).toBe(200), 60_000)
  // No embedding service runs here, and the app is ready all the same.
  expect(await (await web.anonymous()('/ready')).json()).toMatchObject({
    dependencies: { embeddings: 'down' },
  })
})

test('set-up signs the admin in, and links in the log hold no secret', async () => {
  const browser = await web.asAdmin()
  const people = await browser('/people', { headers: { accept: 'text/html' } })
  expect(people.status).toBe(200)
  await web.anonymous()('/invite/a-very-secret-token', { headers: { accept: 'text/html' } })
  await vi.waitFor(() => expect(web.output()).toContain('/invite/…'), 30_000)
  expect(web.output()).not.toContain('a-very-secret-token')
})

test('a termination signal ends the process in order', async () => {
  const exited = once(web.process, 'exit')
  web.process.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
})
