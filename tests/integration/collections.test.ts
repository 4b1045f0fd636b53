import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { deletePhotos } from '~/domain/photos/delete-photos.server'
import { listPhotos } from '~/domain/photos/list-photos.server'
import { storePhoto } from '~/domain/photos/store-photo.server'
import * as collectionsRoute from '~/routes/api.collections'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { serveRoutes } from '~tests/helpers/serve-routes'

let web: Awaited<ReturnType<typeof serveRoutes>>
let staff: { browser: BrowserFetch; actor: Actor }
let photoIds: string[]

beforeAll(async () => {
  web = await serveRoutes({ 'api/collections': collectionsRoute })
  staff = await web.signIn('staff')
  photoIds = []
  for (let red = 0; red < 4; red += 1) {
    const bytes = await sharp({
      create: { width: 8, height: 8, channels: 3, background: { r: red, g: 9, b: 9 } },
    })
      .png()
      .toBuffer()
    const { photo } = await storePhoto(web.app, staff.actor, {
      stream: Readable.from([bytes]),
      fileName: `${red}.png`,
    })
    photoIds.push(photo.id)
  }
})
afterAll(() => web?.close())

async function change<T>(body: object, browser = staff.browser): Promise<{ status: number; body: T }> {
  const response = await browser('/api/collections', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as T }
}
const inside = async (collectionId: string) =>
  (await listPhotos(web.app, staff.actor, { filters: { collectionId } })).photos.map(({ id }) => id).sort()

test('a collection is made, filled, emptied, renamed and deleted; its photos stay', async () => {
  const made = await change<{ id: string }>({
    change: 'create',
    name: ' Summer ',
    photoIds: photoIds.slice(0, 2),
  })
  expect(made).toMatchObject({ status: 201, body: { name: 'Summer' } })
  const { id } = made.body
  expect(await inside(id)).toEqual(photoIds.slice(0, 2).sort())

  // One of the two is in it already.
  expect((await change({ change: 'add', id, photoIds: photoIds.slice(1, 3) })).body).toEqual({ count: 1 })
  expect((await change({ change: 'remove', id, photoIds: photoIds.slice(0, 1) })).body).toEqual({ count: 1 })
  expect(await inside(id)).toEqual(photoIds.slice(1, 3).sort())

  expect((await change({ change: 'rename', id, name: 'Autumn' })).status).toBe(200)
  expect(await (await staff.browser('/api/collections')).json()).toEqual([{ id, name: 'Autumn' }])

  // A photo in the bin is not in the way, and is back in the collection when it is restored or the deletion undone.
  await deletePhotos(web.app, staff.actor, photoIds.slice(1, 2))
  expect(await inside(id)).toEqual([photoIds[2]])
  const deleted = await change<{ name: string; photoIds: string[] }>({ change: 'delete', id })
  expect(deleted.body.name).toBe('Autumn')
  expect(deleted.body.photoIds.sort()).toEqual(photoIds.slice(1, 3).sort())
  expect(await web.app.db.prisma.photo.count()).toBe(4)
})

test('names are taken once, and must be names', async () => {
  await change({ change: 'create', name: '100% Wool_x', photoIds: [] })
  const again = await change<{ code: string }>({ change: 'create', name: '100% wOOL_X', photoIds: [] })
  expect(again).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
  expect((await change({ change: 'create', name: '1000 Wool-x', photoIds: [] })).status).toBe(201)
  expect(await change({ change: 'create', name: '  ', photoIds: [] })).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST', detail: 'Enter a name.' },
  })
  expect((await change({ change: 'explode' })).status).toBe(400)
})

test('customers have none, and another project’s are not there', async () => {
  const { body } = await change<{ id: string }>({ change: 'create', name: 'Ours', photoIds })
  const customer = await web.signIn('customer')
  expect(await (await customer.browser('/api/collections')).json()).toEqual([])
  expect(await change({ change: 'create', name: 'x', photoIds: [] }, customer.browser)).toMatchObject({
    status: 403,
    body: { code: 'PERMISSION_DENIED' },
  })
  const other = await web.app.db.prisma.project.create({ data: { name: 'Another shop' } })
  const stranger = await web.signIn('staff', other.id)
  for (const attempt of [
    { change: 'rename', id: body.id, name: 'Mine' },
    { change: 'delete', id: body.id },
    { change: 'add', id: body.id, photoIds: [] },
    { change: 'remove', id: body.id, photoIds },
  ]) {
    expect(await change(attempt, stranger.browser)).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    })
  }
  // Photos of another shop do not come along either.
  const theirs = await change<{ id: string }>(
    { change: 'create', name: 'Theirs', photoIds },
    stranger.browser,
  )
  expect(await web.app.db.prisma.collectionPhoto.count({ where: { collectionId: theirs.body.id } })).toBe(0)
  expect(await (await web.anonymous()('/api/collections')).status).toBe(401)
})
