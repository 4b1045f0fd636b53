import { afterAll, beforeAll, expect, test } from 'vitest'
import * as collectionsRoute from '~/routes/api.collections'
import * as photosRoute from '~/routes/library_.photos'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { serveRoutes } from '~tests/helpers/serve-routes'

let web: Awaited<ReturnType<typeof serveRoutes>>
let browser: BrowserFetch

beforeAll(async () => {
  web = await serveRoutes({ 'api/collections': collectionsRoute, 'library/photos': photosRoute })
  browser = (await web.signIn('staff')).browser
})
afterAll(() => web?.close())

const post = (body: string) =>
  browser('/api/collections', { method: 'POST', headers: { 'content-type': 'application/json' }, body })

test('a name is kept without what nobody can see, and Postgres refuses', async () => {
  const answer = await post(
    JSON.stringify({ change: 'create', name: ' Sum\u0000mer\t2026\ud800 ', photoIds: [] }),
  )
  expect(answer.status).toBe(201)
  expect(await answer.json()).toMatchObject({ name: 'Sum mer 2026' })
  const blank = await post(JSON.stringify({ change: 'create', name: '\u0000', photoIds: [] }))
  expect(blank.status).toBe(400)
  expect(await blank.json()).toMatchObject({ code: 'BAD_REQUEST', detail: 'Enter a name.' })
})

test.each(['name', 'camera', 'type'])('a filter %s that no photo can have is no filter', async (field) => {
  expect((await browser(`/library/photos?${field}=a%00b`)).status).toBe(200)
})

test('a body that is no JSON, or larger than any of ours, is refused as the client’s mistake', async () => {
  expect((await post('{')).status).toBe(400)
  const huge = await post(JSON.stringify({ change: 'create', name: 'x'.repeat(3_000_000), photoIds: [] }))
  expect(huge.status).toBe(400)
  expect(await huge.json()).toMatchObject({ code: 'BAD_REQUEST', detail: 'The request is too large.' })
})
