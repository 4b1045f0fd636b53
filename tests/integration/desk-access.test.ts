import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserFetch } from '../helpers/browser-fetch'
import { serveRoutes } from '../helpers/serve-routes'
import * as estimate from '~/routes/pairing_.estimate'
import * as pairChanges from '~/routes/pairing_.$runId_.changes'
import * as productChanges from '~/routes/products_.$productId_.changes'

/** The desk's and the products' addresses over HTTP: who gets in, and what an address of somebody else's answers. */
let server: Awaited<ReturnType<typeof serveRoutes>>
let staff: BrowserFetch
let customer: BrowserFetch
let stranger: BrowserFetch
let runId: string
let productId: string

beforeAll(async () => {
  server = await serveRoutes({
    'pairing/estimate': estimate,
    'pairing/:runId/changes': pairChanges,
    'products/:productId/changes': productChanges,
  })
  const { prisma } = server.app.db
  const other = await prisma.project.create({ data: { name: 'Other shop' } })
  staff = (await server.signIn('staff')).browser
  customer = (await server.signIn('customer')).browser
  stranger = (await server.signIn('admin', other.id)).browser
  const { projectId } = server
  runId = (await prisma.pairingRun.create({ data: { projectId, strategy: 'local' } })).id
  productId = (await prisma.product.create({ data: { projectId, name: 'Shirt' } })).id
})
afterAll(() => server.close())

const post = (browser: BrowserFetch, path: string, body: unknown) =>
  browser(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
const acceptAll = { changes: [{ kind: 'accept-sure' }] }
const rename = { changes: [{ kind: 'rename', name: 'Blouse' }] }

describe('the desk over HTTP', () => {
  it('lets staff in, and nobody who is not signed in', async () => {
    const answer = await post(staff, `/pairing/${runId}/changes`, acceptAll)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ pairs: [], split: [], revision: 0 })
    expect((await post(server.anonymous(), `/pairing/${runId}/changes`, acceptAll)).status).toBe(401)
    expect((await post(server.anonymous(), `/products/${productId}/changes`, rename)).status).toBe(401)
  })

  it('refuses customers', async () => {
    expect((await post(customer, `/pairing/${runId}/changes`, acceptAll)).status).toBe(403)
    expect((await post(customer, `/products/${productId}/changes`, rename)).status).toBe(403)
    expect((await customer.postForm('/pairing/estimate', { of: 'unused' })).status).toBe(403)
  })

  it('does not know what belongs to another project, nor ids that are none', async () => {
    expect((await post(stranger, `/pairing/${runId}/changes`, acceptAll)).status).toBe(404)
    expect((await post(stranger, `/products/${productId}/changes`, rename)).status).toBe(404)
    const estimated = await stranger.postForm('/pairing/estimate', { of: 'run', runId })
    expect(estimated.status).toBe(404)
    expect(await estimated.json()).toMatchObject({ code: 'NOT_FOUND' })
    expect((await post(staff, '/pairing/not-an-id/changes', acceptAll)).status).toBe(404)
    expect((await post(staff, '/products/not-an-id/changes', rename)).status).toBe(404)
    const product = await server.app.db.prisma.product.findUniqueOrThrow({ where: { id: productId } })
    expect(product.name).toBe('Shirt')
  })

  it('refuses changes of another shape, and forms from elsewhere', async () => {
    expect((await post(staff, `/pairing/${runId}/changes`, { changes: [] })).status).toBe(400)
    expect((await post(staff, `/pairing/${runId}/changes`, { changes: [{ kind: 'drop' }] })).status).toBe(400)
    expect((await post(staff, `/products/${productId}/changes`, 'no')).status).toBe(400)
    expect((await staff.postForm('/pairing/estimate', { of: 'taken', from: 'soon' })).status).toBe(400)
    const foreign = await staff(`/products/${productId}/changes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
      body: JSON.stringify(rename),
    })
    expect(foreign.status).toBe(403)
  })
})
