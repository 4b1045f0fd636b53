import { buffer } from 'node:stream/consumers'
import type OpenAI from 'openai'
import type { AppContext } from '~/platform/context.server'
import { findStoredVectors } from '../../embeddings/find-stored-vectors.server'
import { publishEvent } from '../../jobs/publish-event.server'
import { storageKey } from '../../photos/storage-keys'
import type { ModelOptions } from '../model-options.server'
import { pairDirectly, type ModelPairing } from '../pair-directly.server'
import { pairHybrid } from '../pair-hybrid.server'
import { pairLocally, type LocalPairing, type PhotoSource } from '../pair-locally.server'
import type { Strategy } from '../strategies'
import { visionModel } from '../vision-model'
import { lockRun } from './lock-run.queries.server'

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`

/** Long enough for all tries of one question. */
const PREVIEW_TTL_SECONDS = 900

interface ExecuteOptions {
  readonly openai: OpenAI | null
  readonly signal: AbortSignal
  log(level: 'info' | 'warn', message: string): void
  progress(done: number, total: number): void
  /** Keeps an answer that was paid for until the run is done; see JobRun. */
  step: NonNullable<ModelOptions['keep']>
}

type Context = Pick<AppContext, 'db' | 'storage' | 'env' | 'clip'>

/**
 * Carries out a run and writes its proposals. May be tried again: a finished run is left as it is, an unfinished one
 * starts over without asking the model again what it answered, and nothing a person decided is touched.
 */
export async function executePairingRun(ctx: Context, runId: string, options: ExecuteOptions): Promise<void> {
  const run = await ctx.db.prisma.pairingRun.findUnique({
    where: { id: runId },
    include: { photos: { orderBy: { position: 'asc' } } },
  })
  if (!run || run.finishedAt) return
  const ids = run.photos.map(({ photoId }) => photoId)
  const notes: string[] = []
  const note = (level: 'info' | 'warn', message: string): void => {
    notes.push(message)
    options.log(level, message)
  }
  const sources = await loadSources(ctx, run.projectId, ids)
  const nameOf = new Map(sources.map((source) => [source.name, source.known?.label ?? source.name]))
  if (sources.length < ids.length)
    note(
      'warn',
      `${count(ids.length - sources.length, 'photo')} deleted before the run began, or not readable.`,
    )
  const stored = await findStoredVectors(
    ctx,
    sources.flatMap(({ known }) => known?.sha256 ?? []),
  )
  const local = await pairLocally(sources, {
    clip: ctx.clip,
    stored,
    signal: options.signal,
    onProgress: options.progress,
  })
  for (const { photo, reason } of local.refused)
    note('warn', `${nameOf.get(photo) ?? photo} was left out: ${reason}`)
  if (!['used', 'none'].includes(local.embedding))
    note('warn', `Paired without the embedding model: ${local.embedding}`)
  if (!['used', 'none'].includes(local.reading))
    note('warn', `Paired without reading printed text: ${local.reading}`)
  const result = await decide(ctx, run.strategy, sources, local, options)
  for (const message of result.notes) note('info', message)
  const reasons = new Map([
    ...result.unpaired.map(({ photo, reason }) => [photo, reason] as const),
    ...local.refused.map(({ photo, reason }) => [photo, `not readable: ${reason}`] as const),
  ])

  await ctx.db.prisma.$transaction(async (tx) => {
    options.signal.throwIfAborted()
    // A worker that was frozen and replaced wakes up here: what its successor proposed is under review by now.
    await lockRun(tx, run.projectId, runId)
    const present = await tx.pairingRun.findUnique({ where: { id: runId }, select: { finishedAt: true } })
    if (!present || present.finishedAt) return
    // A photo may have been deleted while its neighbours were compared; no pair may name it.
    const living = await tx.photo.findMany({
      where: { id: { in: ids }, deletedAt: null },
      select: { id: true },
    })
    const alive = new Set(living.map(({ id }) => id))
    const pairs = result.pairs.filter((pair) => alive.has(pair.front) && alive.has(pair.back))
    if (pairs.length < result.pairs.length)
      note(
        'warn',
        `${count(result.pairs.length - pairs.length, 'pair')} lost a photo that was deleted meanwhile.`,
      )
    await tx.pairingPair.deleteMany({ where: { runId, state: 'proposed' } })
    await tx.pairingPair.createMany({
      data: pairs.map((pair) => ({
        runId,
        frontPhotoId: pair.front,
        backPhotoId: pair.back,
        score: pair.score,
        confidence: pair.confidence,
        // A rival is named by its id there; people know it by its file name.
        evidence: pair.evidence.map((text) => text.replace(UUID, (id) => nameOf.get(id) ?? id)),
      })),
    })
    for (const [photoId, reason] of reasons)
      await tx.pairingRunPhoto.update({
        where: { runId_photoId: { runId, photoId } },
        data: { note: reason.replace(UUID, (id) => nameOf.get(id) ?? id) },
      })
    await tx.pairingRun.update({
      where: { id: runId },
      data: { finishedAt: new Date(), costUsd: result.costUsd, notes },
    })
    await publishEvent(tx, {
      kind: 'pairing-run',
      id: runId,
      projectId: run.projectId,
      ownerId: run.createdById,
      status: 'finished',
    })
    options.log(
      'info',
      `${count(pairs.length, 'pair')} proposed, ${count(result.unpaired.length, 'photo')} without a partner.`,
    )
  })
}

async function decide(
  ctx: Context,
  strategy: Strategy,
  sources: readonly PhotoSource[],
  local: LocalPairing,
  options: ExecuteOptions,
): Promise<Pick<ModelPairing, 'pairs' | 'unpaired' | 'notes' | 'costUsd'>> {
  if (strategy === 'local') return { ...local, notes: [], costUsd: 0 }
  if (!options.openai)
    return { ...local, notes: ['OPENAI_API_KEY is no longer set: paired locally'], costUsd: 0 }
  const model = visionModel(ctx.env.OPENAI_VISION_MODEL, ctx.env.OPENAI_VISION_SETTINGS)
  const onEstimate = ({ inputTokens, usd }: { inputTokens: number; usd: number }): void =>
    options.log('info', `${model.model} will read about ${inputTokens} tokens, $${usd.toFixed(4)}.`)
  const pair = strategy === 'direct' ? pairDirectly : pairHybrid
  return pair(sources, local, {
    openai: options.openai,
    model,
    signal: options.signal,
    onEstimate,
    onAsked: options.progress,
    keep: options.step,
  })
}

/** Stored previews stand in for the originals: the same pixels at 1,600, read in a tenth of the time. */
async function loadSources(ctx: Context, projectId: string, ids: readonly string[]): Promise<PhotoSource[]> {
  const photos = await ctx.db.prisma.photo.findMany({
    where: { id: { in: [...ids] }, projectId, deletedAt: null, status: { in: ['processed', 'ready'] } },
  })
  const order = new Map(ids.map((id, at) => [id, at]))
  return photos
    .sort((p, q) => (order.get(p.id) ?? 0) - (order.get(q.id) ?? 0))
    .map((photo) => ({
      name: photo.id,
      known: {
        label: photo.fileName,
        sha256: photo.sha256,
        width: photo.width ?? 1,
        height: photo.height ?? 1,
        format: photo.extension,
        bytes: Number(photo.byteSize),
        camera: {
          takenAt: photo.takenAt?.getTime() ?? null,
          camera: [photo.cameraMake, photo.cameraModel].filter(Boolean).join(' ') || null,
        },
      },
      read: async () => buffer((await ctx.storage.get(storageKey(photo, 'preview'))).body),
      previewUrl:
        ctx.env.OPENAI_IMAGES === 'signed-url'
          ? () => ctx.storage.signedUrl(storageKey(photo, 'preview'), PREVIEW_TTL_SECONDS)
          : undefined,
    }))
}
