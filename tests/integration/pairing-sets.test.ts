import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { measurePhotos } from '~/domain/pairing/measure-photos.server'
import { pairLocally, type PhotoSource } from '~/domain/pairing/pair-locally.server'
import { endExiftool } from '~/domain/photos/extract-dng-preview.server'
import { makeDng } from '../helpers/make-dng'
import { hasSharedData, sharedData } from '../helpers/shared-data'
import { renderSet, type RenderedPhoto } from '../helpers/render-pairs/render-set'

const sourcesOf = (photos: readonly RenderedPhoto[]): PhotoSource[] =>
  photos.map(({ name, bytes }) => ({ name, read: async () => bytes }))

describe('local pairing of awkward sets', () => {
  it('never pairs a photo with its own copy, re-saved or not, and lists the copies', async () => {
    const { photos, truth, repeats } = await renderSet('duplicates', 1, 6)
    const { pairs, unpaired } = await pairLocally(sourcesOf(photos))
    const original = (name: string): string => repeats.get(name) ?? name
    const found = pairs.map(({ front, back }) => [original(front), original(back)].sort().join('+')).sort()
    expect(found).toEqual(truth.map(({ front, back }) => [front, back].sort().join('+')).sort())
    expect(unpaired).toHaveLength(repeats.size)
    expect(unpaired.every(({ repeat, reason }) => repeat && reason.startsWith('same '))).toBe(true)
  })

  it('of the same photo many times makes no pair', async () => {
    const { photos } = await renderSet('easy', 2, 1)
    const [photo] = photos
    if (!photo) throw new Error('nothing was drawn')
    const resaved = await sharp(photo.bytes).resize(300).jpeg({ quality: 60 }).toBuffer()
    const copies = [photo.bytes, photo.bytes, resaved, photo.bytes].map((bytes, at) => ({
      name: `${at}.jpg`,
      bytes,
    }))
    const { pairs, unpaired } = await pairLocally(sourcesOf(copies))
    expect(pairs).toEqual([])
    expect(unpaired).toHaveLength(4)
  })

  it('a flat drawing saved in two formats is one view, not a pair', async () => {
    const drawing = sharp(
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><rect width="240" height="120" fill="#fff"/>' +
          '<circle cx="120" cy="60" r="40" fill="#2a6"/></svg>',
      ),
    )
    const { photos } = await renderSet('easy', 5, 3)
    const { pairs, unpaired } = await pairLocally([
      ...sourcesOf(photos),
      { name: 'logo.gif', read: () => drawing.clone().gif().toBuffer() },
      { name: 'logo.webp', read: () => drawing.clone().webp({ quality: 80 }).toBuffer() },
    ])
    expect(pairs).toHaveLength(3)
    expect(unpaired.map(({ photo }) => photo).sort()).toEqual(['logo.gif', 'logo.webp'])
    expect(unpaired.find(({ repeat }) => repeat)?.reason).toMatch(/^same view as logo\./)
  })

  it('says that the embedding model took no part when it is silent about one photo, and why', async () => {
    const { photos, truth } = await renderSet('easy', 3, 3)
    const reply = photos.map((_, at) =>
      at === 2
        ? { error: { code: 'UNREADABLE', message: 'not a picture' } }
        : { vector: Float32Array.of(1, at) },
    )
    const clip = {
      embedImages: async () => ({ model: 'm@1', results: reply }),
      readImages: async (images: Buffer[]) => images.map(() => ({ lines: [] })),
    }
    const { pairs, embedding } = await pairLocally(sourcesOf(photos), { clip })
    expect(embedding).toBe('it takes a vector of every photo, and 1 of 6 have none: not a picture')
    expect(pairs).toHaveLength(truth.length)
  })

  it('lists unreadable files and pairs the rest', async () => {
    const { photos, truth } = await renderSet('easy', 3, 3)
    const broken = [
      { name: 'empty.jpg', bytes: Buffer.alloc(0) },
      { name: 'text.png', bytes: Buffer.from('not a picture at all') },
      { name: 'cut.jpg', bytes: (photos[0]?.bytes ?? Buffer.alloc(0)).subarray(0, 400) },
    ]
    const { pairs, refused } = await pairLocally(sourcesOf([...broken, ...photos]))
    expect(refused.map(({ photo }) => photo)).toEqual(['cut.jpg', 'empty.jpg', 'text.png'])
    expect(refused.every(({ reason }) => reason.length > 0)).toBe(true)
    expect(pairs).toHaveLength(truth.length)
  })

  it('of one photo, or none, makes nothing and fails nothing', async () => {
    const { photos } = await renderSet('easy', 4, 1)
    expect((await pairLocally(sourcesOf(photos.slice(0, 1)))).unpaired).toHaveLength(1)
    expect((await pairLocally([])).pairs).toEqual([])
  })

  it('reads every format that can be ingested', async () => {
    const { photos, truth } = await renderSet('easy', 6, 3)
    const formats = [
      (picture: Sharp) => picture.png().toBuffer(),
      (picture: Sharp) => picture.tiff().toBuffer(),
      (picture: Sharp) => picture.webp({ quality: 90 }).toBuffer(),
      (picture: Sharp) => picture.avif({ quality: 70 }).toBuffer(),
      (picture: Sharp) => picture.gif().toBuffer(),
      async (picture: Sharp) => {
        const { data, info } = await picture.jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true })
        return makeDng({ jpeg: data, width: info.width, height: info.height }, 1)
      },
    ]
    const converted = await Promise.all(
      photos.map(async ({ name, bytes }, at) => ({ name, bytes: await formats[at](sharp(bytes)) })),
    )
    const { pairs, refused } = await pairLocally(sourcesOf(converted))
    await endExiftool()
    expect(refused).toEqual([])
    expect(pairs.map(({ front, back }) => [front, back].sort()).sort()).toEqual(
      truth.map(({ front, back }) => [front, back].sort()).sort(),
    )
  })

  it.skipIf(!hasSharedData('a HEIC photo'))('reads HEIC', async () => {
    const bytes = await readFile(join(sharedData, 'formats/example.heic'))
    const { measures, refused } = await measurePhotos([{ name: 'a.heic', read: async () => bytes }])
    expect(refused).toEqual([])
    expect(measures[0]).toMatchObject({ width: 1280, height: 854 })
  })

  it('gives the same answer whatever order the photos come in', async () => {
    const { photos } = await renderSet('mixed', 1, 6)
    const key = (pairs: ReadonlyArray<{ front: string; back: string; score: number }>): string[] =>
      pairs.map(({ front, back, score }) => `${front}+${back} ${score}`).sort()
    const forwards = await pairLocally(sourcesOf(photos))
    const backwards = await pairLocally(sourcesOf([...photos].reverse()))
    expect(key(backwards.pairs)).toEqual(key(forwards.pairs))
  })
})
