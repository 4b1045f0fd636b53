import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { changeProduct } from '~/domain/products/change-product.server'
import { createProduct } from '~/domain/products/create-product.server'
import { getProduct } from '~/domain/products/get-product.server'
import { listProducts } from '~/domain/products/list-products.server'
import { listProductsOfPhoto } from '~/domain/products/list-products-of-photo.server'
import type { ProductChange } from '~/domain/products/product-view'
import { createPhotoContext } from '../helpers/photo-context'

type Shop = Awaited<ReturnType<typeof createPhotoContext>>
let shop: Shop
let staff: Actor
let made = 0

beforeAll(async () => {
  shop = await createPhotoContext()
  staff = await shop.addPerson('staff')
})
afterAll(() => shop.close())

async function addPhoto(fileName = `photo-${++made}.jpg`, projectId = shop.projectId): Promise<string> {
  const { id } = await shop.ctx.db.prisma.photo.create({
    data: {
      projectId,
      uploaderId: staff.userId,
      sha256: `${++made}`.padStart(64, '0'),
      fileName,
      byteSize: 1,
      contentType: 'image/jpeg',
      extension: 'jpg',
      status: 'ready',
    },
  })
  return id
}

async function addProduct(name?: string) {
  const [frontId, backId] = [await addPhoto(name && `${name}.jpg`), await addPhoto()]
  const { id } = await shop.ctx.db.prisma.$transaction((tx) => createProduct(tx, staff, { frontId, backId }))
  return { id, frontId, backId }
}

const change = (id: string, ...changes: ProductChange[]) => changeProduct(shop.ctx, staff, id, changes)
const roles = async (id: string) =>
  (await getProduct(shop.ctx, staff, id)).photos.map((photo) => `${photo.role} ${photo.id}`)

describe('a product', () => {
  it('has one front and one back: a photo that becomes one changes places with the photo that was', async () => {
    const { id, frontId, backId } = await addProduct()
    const before = await roles(id)
    const swapped = await change(id, { kind: 'role', photoId: backId, role: 'front' })
    expect(await roles(id)).toEqual([`front ${backId}`, `back ${frontId}`])
    await change(id, ...swapped.undo)
    expect(await roles(id)).toEqual(before)

    const detailId = await addPhoto()
    const added = await change(id, { kind: 'add', photoId: detailId, role: 'front' })
    expect(await roles(id)).toEqual([`front ${detailId}`, `back ${backId}`, `detail ${frontId}`])
    await change(id, ...added.undo)
    expect(await roles(id)).toEqual(before)

    await change(id, { kind: 'add', photoId: detailId, role: 'detail' })
    const promoted = await change(id, { kind: 'role', photoId: detailId, role: 'back' })
    expect(await roles(id)).toEqual([`front ${frontId}`, `back ${detailId}`, `detail ${backId}`])
    await change(id, ...promoted.undo)
    expect(await roles(id)).toEqual([...before, `detail ${detailId}`])
  })

  it('is renamed, loses a photo and is deleted, and each can be taken back', async () => {
    const { id, backId } = await addProduct('Red dress')
    const before = await getProduct(shop.ctx, staff, id)
    const { undo } = await change(
      id,
      { kind: 'rename', name: '  Scarlet dress ' },
      { kind: 'remove', photoId: backId },
      { kind: 'delete' },
    )
    const changed = await getProduct(shop.ctx, staff, id)
    expect(changed).toMatchObject({ name: 'Scarlet dress', deletedAt: expect.any(String) })
    expect(changed.photos).toHaveLength(1)
    await change(id, ...undo)
    expect(await getProduct(shop.ctx, staff, id)).toEqual(before)
  })

  it('keeps nothing of a change that fails half-way', async () => {
    const { id } = await addProduct()
    const before = await getProduct(shop.ctx, staff, id)
    await expect(
      change(id, { kind: 'rename', name: 'New' }, { kind: 'remove', photoId: crypto.randomUUID() }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await getProduct(shop.ctx, staff, id)).toEqual(before)
  })

  it('never shares a side with another product, not even by coming back from the bin', async () => {
    const { id, frontId, backId } = await addProduct('First')
    const other = await addProduct('Second')
    await expect(change(other.id, { kind: 'add', photoId: frontId, role: 'back' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('First'),
    })
    // A detail may be shared: a picture of both.
    await change(other.id, { kind: 'add', photoId: frontId, role: 'detail' })
    expect((await listProductsOfPhoto(shop.ctx, staff, frontId)).map(({ role }) => role).sort()).toEqual([
      'detail',
      'front',
    ])
    await change(id, { kind: 'delete' })
    await change(other.id, { kind: 'add', photoId: backId, role: 'back' })
    await expect(change(id, { kind: 'restore' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('products', () => {
  it('are listed newest first in pages, found by name, and deleted ones apart', async () => {
    const names = ['Linen 50%_off', 'Linen shirt', 'Linen skirt', 'Linen scarf', 'Linen bag']
    const ids: string[] = []
    for (const name of names) ids.push((await addProduct(name)).id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listProducts(shop.ctx, staff, { text: 'linen', limit: 2, cursor })
      expect(page.total).toBe(5)
      seen.push(...page.products.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([...ids].reverse())
    expect((await listProducts(shop.ctx, staff, { text: '%_o' })).products.map(({ name }) => name)).toEqual([
      'Linen 50%_off',
    ])
    await change(ids[0] ?? '', { kind: 'delete' })
    expect((await listProducts(shop.ctx, staff, { text: 'linen' })).total).toBe(4)
    expect((await listProducts(shop.ctx, staff, { text: 'linen', deleted: true })).total).toBe(1)
    await expect(listProducts(shop.ctx, staff, { cursor: 'made up' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('belong to one project, and are not for customers', async () => {
    const { id, frontId } = await addProduct()
    const other = await shop.ctx.db.prisma.project.create({ data: { name: 'Other shop' } })
    const stranger = await shop.addPerson('staff', other.id)
    const missing = { code: 'NOT_FOUND' }
    await expect(getProduct(shop.ctx, stranger, id)).rejects.toMatchObject(missing)
    await expect(changeProduct(shop.ctx, stranger, id, [{ kind: 'delete' }])).rejects.toMatchObject(missing)
    expect((await listProducts(shop.ctx, stranger)).total).toBe(0)
    expect(await listProductsOfPhoto(shop.ctx, stranger, frontId)).toEqual([])
    const foreign = await addPhoto('foreign.jpg', other.id)
    await expect(change(id, { kind: 'add', photoId: foreign, role: 'detail' })).rejects.toMatchObject(missing)

    const customer = await shop.addPerson('customer')
    const denied = { code: 'PERMISSION_DENIED' }
    await expect(getProduct(shop.ctx, customer, id)).rejects.toMatchObject(denied)
    await expect(listProducts(shop.ctx, customer)).rejects.toMatchObject(denied)
    await expect(changeProduct(shop.ctx, customer, id, [{ kind: 'delete' }])).rejects.toMatchObject(denied)
  })
})
