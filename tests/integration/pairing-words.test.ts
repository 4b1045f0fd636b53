import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pairLocally, type PhotoSource } from '~/domain/pairing/pair-locally.server'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import { renderSet, type RenderedSet } from '../helpers/render-pairs/render-set'
import { startEmbeddingService, type StartedEmbeddingService } from '../helpers/start-embedding-service'

let service: StartedEmbeddingService
let clip: ClipClient
let set: RenderedSet
let sources: PhotoSource[]

beforeAll(async () => {
  service = await startEmbeddingService()
  clip = createClipClient({ CLIP_SERVICE_URL: service.url, CLIP_API_TOKEN: undefined })
  set = await renderSet('labelled', 2, 13)
  sources = set.photos.map(({ name, bytes }) => ({ name, read: async () => bytes }))
})
afterAll(() => service.stop())

const couples = (pairs: ReadonlyArray<{ front: string; back: string }>) =>
  pairs.map(({ front, back }) => [front, back].sort().join('+')).sort()

describe('pairing of cartons that differ in nothing but their words', () => {
  it('is right with the words, names them, and is not without them', async () => {
    const { pairs, reading } = await pairLocally(sources, { clip })
    expect(reading).toBe('used')
    expect(couples(pairs)).toEqual(couples(set.truth))
    expect(
      pairs.every(({ evidence }) => evidence.some((reason) => reason.startsWith('on both is printed'))),
    ).toBe(true)
    // What words alone bear out is for a person to accept.
    expect(pairs.filter(({ confidence }) => confidence === 'sure')).toEqual([])
    const blind = await pairLocally(sources)
    expect(blind.reading).toBe('none')
    expect(couples(blind.pairs)).not.toEqual(couples(set.truth))
  })

  it('goes on without them when the service is gone, and says so', async () => {
    await service.kill()
    const { pairs, reading } = await pairLocally(sources, { clip })
    expect(reading).toBe('The embedding service cannot be reached.')
    expect(pairs.length).toBeGreaterThan(0)
    await service.restart()
  })

  it('leaves out a photo that was deleted before it could be read', async () => {
    const [gone, ...rest] = sources
    let reads = 0
    const vanishing = {
      ...gone,
      read: () => (reads++ === 0 ? gone.read() : Promise.reject(new Error('gone'))),
    }
    const { pairs, reading, printed } = await pairLocally([vanishing, ...rest.slice(0, 7)], { clip })
    expect(reading).toBe('used')
    expect(printed.has(gone.name)).toBe(false)
    expect(pairs.length).toBeGreaterThan(0)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const stopping = {
      ...clip,
      readImages: (images: Buffer[], signal?: AbortSignal) => (stop.abort(), clip.readImages(images, signal)),
    }
    await expect(pairLocally(sources.slice(0, 8), { clip: stopping, signal: stop.signal })).rejects.toThrow(
      /abort/i,
    )
  })
})
