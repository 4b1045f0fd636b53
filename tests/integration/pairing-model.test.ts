import OpenAI from 'openai'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pairDirectly, type ModelPairing } from '~/domain/pairing/pair-directly.server'
import { pairHybrid } from '~/domain/pairing/pair-hybrid.server'
import { pairLocally, type LocalPairing, type PhotoSource } from '~/domain/pairing/pair-locally.server'
import { visionModel, type VisionModel } from '~/domain/pairing/vision-model'
import { createOpenAiServer, type OpenAiServer, type Script } from '../fakes/openai/create-openai-server'
import { recorded } from '../fakes/openai/recorded-answers'
import { renderSet, type RenderedSet } from '../helpers/render-pairs/render-set'

let set: RenderedSet
let sources: PhotoSource[]
let local: LocalPairing
let server: OpenAiServer | undefined

beforeAll(async () => {
  set = await renderSet('easy', 1, 5)
  sources = set.photos.map(({ name, bytes }) => ({ name, read: async () => bytes }))
  local = await pairLocally(sources)
})
afterEach(async () => {
  await server?.close()
  server = undefined
})

/** Patient: cores with other things to do answer late, and that is no failure. */
const patient = visionModel('gpt-4o', { timeoutMs: 30_000, deadlineMs: 60_000, retries: 1 })

async function direct(
  script: readonly Script[],
  model: VisionModel = patient,
  signal?: AbortSignal,
): Promise<ModelPairing> {
  server = await createOpenAiServer(script)
  return pairDirectly(sources, local, {
    openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
    model,
    signal,
  })
}

/** Number of a photo in the request, as the model is told it. */
const numbered = (): Map<string, number> =>
  new Map(local.measures.map((measure, at) => [measure.name, at + 1]))

function truthAnswer(): {
  pairs: Array<{ front: number; back: number; certainty: string; reason: string }>
  unpaired: number[]
} {
  const number = numbered()
  return {
    pairs: set.truth.map(({ front, back }) => ({
      front: number.get(front) ?? 0,
      back: number.get(back) ?? 0,
      certainty: 'high',
      reason: 'same fabric',
    })),
    unpaired: [],
  }
}

const couples = (pairs: ReadonlyArray<{ front: string; back: string }>): string[] =>
  pairs.map(({ front, back }) => [front, back].sort().join('+')).sort()

describe('direct', () => {
  it('sends every photo once, labelled, at high detail, with a strict schema, and takes a good answer', async () => {
    const result = await direct([recorded.answer(truthAnswer())])
    expect(couples(result.pairs)).toEqual(couples(set.truth))
    expect(result.requests).toBe(1)
    expect(result.costUsd).toBeCloseTo((20_000 * 2.5 + 600 * 10) / 1e6, 6)
    expect(result.estimate.usd).toBeGreaterThan(0)

    const [request] = server?.requests ?? []
    expect(request?.path).toBe('/v1/chat/completions')
    expect(request?.authorization).toBe('Bearer test')
    expect(request?.body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { strict: true },
    })
    expect(request?.body.response_format?.json_schema?.schema).toMatchObject({
      additionalProperties: false,
      required: ['pairs', 'unpaired'],
    })
    const parts = (request?.body.messages ?? []).flatMap((message) =>
      typeof message.content === 'string' ? [] : message.content,
    )
    const pictures = parts.filter((part) => part.type === 'image_url')
    expect(pictures).toHaveLength(10)
    expect(
      pictures.every(
        (part) =>
          part.image_url?.detail === 'high' && part.image_url.url.startsWith('data:image/jpeg;base64,'),
      ),
    ).toBe(true)
    expect(parts.filter((part) => /^Photo \d+:$/.test(part.text ?? ''))).toHaveLength(10)
  })

  it('calls a pair sure only when the local measures agree', async () => {
    const answer = truthAnswer()
    const [one, two] = answer.pairs
    if (!one || !two) throw new Error('the set has too few pairs')
    const swapped = {
      pairs: [{ ...one, back: two.back }, { ...two, back: one.back }, ...answer.pairs.slice(2)],
      unpaired: [],
    }
    const result = await direct([recorded.answer(swapped)])
    const truth = new Set(couples(set.truth))
    for (const pair of result.pairs)
      if (!truth.has(couples([pair])[0] ?? '')) expect(pair.confidence).not.toBe('sure')
  })

  it('asks once more about a photo used twice, an unknown id and missing photos, then takes the corrected answer', async () => {
    const good = truthAnswer()
    const bad = {
      pairs: [...good.pairs.slice(0, 3), { ...good.pairs[3], front: 99 }, { ...good.pairs[0] }],
      unpaired: [],
    }
    const result = await direct([recorded.answer(bad), recorded.answer(good)])
    expect(couples(result.pairs)).toEqual(couples(set.truth))
    expect(result.requests).toBe(2)
    const followUp = server?.requests[1]?.body.messages ?? []
    expect(followUp.at(-2)?.role).toBe('assistant')
    expect(String(followUp.at(-1)?.content)).toMatch(/There is no photo 99/)
    expect(String(followUp.at(-1)?.content)).toMatch(/is in 2 pairs/)
    expect(String(followUp.at(-1)?.content)).toMatch(/is in no pair/)
  })

  it('completes locally what the model leaves out even after being asked again', async () => {
    const partial = { pairs: truthAnswer().pairs.slice(0, 2), unpaired: [] }
    const result = await direct([recorded.answer(partial)])
    expect(couples(result.pairs)).toEqual(couples(set.truth))
    expect(result.notes.join()).toMatch(/3 pairs were completed locally/)
    expect(
      result.pairs
        .filter((pair) => pair.evidence[0]?.includes('left these two out'))
        .every((pair) => pair.confidence !== 'sure'),
    ).toBe(true)
  })

  it('pairs no copies as a product beside their originals, and says what each repeats', async () => {
    const [copied] = set.truth
    const copies = set.photos.flatMap(({ name, bytes }) =>
      name === copied?.front || name === copied?.back
        ? [{ name: `zz-copy-of-${name}`, read: async () => bytes }]
        : [],
    )
    const withCopies = await pairLocally([...sources, ...copies])
    const shown = withCopies.measures.filter(({ name }) => !name.startsWith('zz-'))
    const place = (name: string): number => shown.findIndex((measure) => measure.name === name) + 1
    server = await createOpenAiServer([
      recorded.answer({
        pairs: set.truth.map(({ front, back }) => ({
          front: place(front),
          back: place(back),
          certainty: 'high',
          reason: 'same fabric',
        })),
        unpaired: [],
      }),
    ])
    const result = await pairDirectly([...sources, ...copies], withCopies, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: patient,
    })
    expect(couples(result.pairs)).toEqual(couples(set.truth))
    expect(result.unpaired.filter(({ repeat }) => repeat)).toEqual(
      withCopies.unpaired.filter(({ repeat }) => repeat),
    )
    expect(result.unpaired.map(({ photo }) => photo).sort()).toEqual(copies.map(({ name }) => name).sort())
  })

  it('does not say of photos that the model never judged that it left them out', async () => {
    const first = recorded.answer({
      pairs: [
        { front: 1, back: 2, certainty: 'high', reason: '' },
        { front: 3, back: 4, certainty: 'high', reason: '' },
      ],
      unpaired: [],
    })
    const heard: string[] = []
    server = await createOpenAiServer([first, recorded.refusal()])
    const result = await pairDirectly(sources, local, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: { ...patient, photosPerRequest: 4 },
      onAsked: (done, total) => heard.push(`${done}/${total}`),
    })
    const filled = result.pairs.filter(({ evidence }) => evidence[0]?.includes('paired locally'))
    expect(filled).toHaveLength(3)
    expect(filled.map(({ evidence }) => evidence[0])).toEqual(
      filled.map(() => 'the model gave no answer about both of these; paired locally'),
    )
    expect([...new Set(heard)]).toEqual(['0/3', '1/3', '2/3', '3/3'])
  })

  it.each([
    ['a refusal', [recorded.refusal()], /refused/],
    ['an answer cut off', [recorded.truncated()], /truncated/],
    ['half a JSON', [recorded.cutJson()], /truncated/],
    ['the content filter', [recorded.contentFilter()], /filtered/],
    ['the safety system', [recorded.contentPolicy()], /filtered/],
    ['an answer of another shape', [recorded.answer({ pairs: 'all' })], /unusable/],
    ['server errors throughout', [recorded.serverError()], /unavailable/],
    ['an overloaded server', [recorded.overloaded()], /unavailable/],
    ['a wrong key', [recorded.badKey()], /unavailable.*API key/],
    ['an empty quota', [recorded.noQuota()], /unavailable.*quota/],
    ['a server that never answers', ['hang' as const], /unavailable: no answer within/],
    ['a broken connection', ['cut' as const], /unavailable/],
  ])('falls back to local after %s, and says so', async (_, script, note) => {
    const result = await direct(script, script[0] === 'hang' ? { ...patient, timeoutMs: 400 } : patient)
    expect(couples(result.pairs)).toEqual(couples(local.pairs))
    expect(result.notes.join()).toMatch(note)
  })

  it('waits as Retry-After says and then succeeds', async () => {
    const started = performance.now()
    const result = await direct([recorded.rateLimited(1), recorded.answer(truthAnswer())])
    expect(performance.now() - started).toBeGreaterThan(950)
    expect(couples(result.pairs)).toEqual(couples(set.truth))
    expect(server?.requests).toHaveLength(2)
  })

  it('gives up at its deadline however long it is told to wait', async () => {
    const started = performance.now()
    const result = await direct([recorded.rateLimited(55)], { ...patient, deadlineMs: 700 })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(result.notes.join()).toMatch(/unavailable/)
  })

  it('sends nothing when the cost is not agreed to', async () => {
    server = await createOpenAiServer([recorded.answer(truthAnswer())])
    const result = await pairDirectly(sources, local, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: patient,
      onEstimate: () => false,
    })
    expect(server.requests).toHaveLength(0)
    expect(couples(result.pairs)).toEqual(couples(local.pairs))
  })

  it('stops when cancelled instead of falling back', async () => {
    const stop = new AbortController()
    const running = direct(['hang'], { ...patient, timeoutMs: 60_000, deadlineMs: 60_000 }, stop.signal)
    setTimeout(() => stop.abort(), 300)
    await expect(running).rejects.toThrow()
  })

  it('asks in groups when there are too many photos for one request, keeping partners together', async () => {
    const result = await direct([recorded.refusal()], { ...patient, photosPerRequest: 4 })
    expect(result.requests).toBe(3)
    const shown = (server?.requests ?? []).map(
      (request) =>
        request.body.messages
          .flatMap((message) => (typeof message.content === 'string' ? [] : message.content))
          .filter((part) => part.type === 'image_url').length,
    )
    expect(shown.reduce((sum, count) => sum + count, 0)).toBe(10)
    expect(Math.max(...shown)).toBeLessThanOrEqual(4)
  })
})

describe('hybrid', () => {
  it('asks nothing when nothing is close, and costs nothing', async () => {
    server = await createOpenAiServer([recorded.answer({})])
    const settled: LocalPairing = {
      ...local,
      unpaired: [],
      pairs: local.pairs.map((pair) => ({ ...pair, confidence: 'sure' as const })),
    }
    const result = await pairHybrid(sources, settled, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: patient,
    })
    expect(server.requests).toHaveLength(0)
    expect(result.costUsd).toBe(0)
    expect(result.pairs).toEqual(settled.pairs)
  })

  it('shows each close call with its candidates and lets the verdict settle it', async () => {
    const [doubted] = local.pairs
    if (!doubted) throw new Error('local found no pair')
    const unsure: LocalPairing = {
      ...local,
      unpaired: [],
      pairs: local.pairs.map((pair, at) => ({
        ...pair,
        confidence: at === 0 ? ('check' as const) : ('sure' as const),
      })),
    }
    server = await createOpenAiServer([
      recorded.answer(
        { candidate: 1, certainty: 'high', reason: 'same seams' },
        { input: 3_000, output: 30 },
      ),
    ])
    const heard: string[] = []
    const result = await pairHybrid(sources, unsure, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: patient,
      onAsked: (done, total) => heard.push(`${done}/${total}`),
    })
    expect(heard).toEqual(['1/1'])
    expect(result.requests).toBe(1)
    expect(result.costUsd).toBeCloseTo((3_000 * 2.5 + 30 * 10) / 1e6, 6)
    expect(result.notes[0]).toMatch(/^close calls: 1, about \$0\.\d+; direct would cost about \$0\.\d+$/)
    const settled = result.pairs.find((pair) => couples([pair])[0] === couples([doubted])[0])
    expect(settled?.evidence[0]).toBe('the model judged them to be one product')
    expect(settled?.score).toBeGreaterThanOrEqual(doubted.score)
  })

  it('asks nothing more once a photo cannot be read', async () => {
    server = await createOpenAiServer([recorded.answer({ candidate: 1, certainty: 'high', reason: '' })])
    const unsure: LocalPairing = {
      ...local,
      pairs: local.pairs.map((pair) => ({ ...pair, confidence: 'check' as const })),
    }
    const unreadable = sources.map(({ name }) => ({ name, read: () => Promise.reject(new Error('gone')) }))
    const running = pairHybrid(unreadable, unsure, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url }),
      model: patient,
    })
    await expect(running).rejects.toThrow('gone')
    expect(server.requests).toHaveLength(0)
  })

  it.each([
    ['refuses', recorded.refusal(), /refused/],
    ['is down', recorded.serverError(), /unavailable/],
    [
      'names a candidate that was not shown',
      recorded.answer({ candidate: 17, certainty: 'high', reason: '' }),
      /candidate 17 of \d; ignored/,
    ],
  ])('keeps what local found when the model %s, and says so', async (_, reply, note) => {
    server = await createOpenAiServer([reply])
    const unsure: LocalPairing = {
      ...local,
      pairs: local.pairs.map((pair) => ({ ...pair, confidence: 'check' as const })),
    }
    const result = await pairHybrid(sources, unsure, {
      openai: new OpenAI({ apiKey: 'test', baseURL: server.url, maxRetries: 0 }),
      model: { ...patient, retries: 0 },
    })
    expect(couples(result.pairs)).toEqual(couples(local.pairs))
    expect(result.notes.join()).toMatch(note)
  })
})
