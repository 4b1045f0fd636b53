import { createHash, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Actor } from '~/domain/auth/actor'
import { insertEmbeddings } from '~/domain/embeddings/embedding.queries.server'
import { ensureModelIndex } from '~/domain/embeddings/ensure-model-index.server'
import { dropModelIndex } from '~/domain/embeddings/model-index.queries.server'
import type { ClipModel } from '~/platform/clip/clip-client'
import type { Database } from '~/platform/db/connect.server'
import type { VectorWorld } from './search-vectors'

/** Cut-offs below everything: a measurement wants full pages. */
const everything = { slope: 20, intercept: -5, strong: -0.8, possible: -0.9, weak: -1 }
export const BENCH_MODEL: ClipModel = {
  id: 'bench@1',
  name: 'bench',
  revision: '1',
  dimensions: 512,
  calibration: { textToImage: everything, imageToImage: everything },
}

const BATCH = 1_000
const seconds = (since: number) => Math.round((performance.now() - since) / 100) / 10

/** Adds photos and vectors up to `rows`; one in ten is a PNG, one in a hundred was taken with a rare camera. */
export async function fillLibrary(db: Database, world: VectorWorld, rows: number, known?: Actor) {
  const actor = known ?? (await createActor(db))
  const started = performance.now()
  const present = await db.prisma.photo.count()
  // A new index over all rows is several times faster than adding them one by one.
  if (present < rows) await dropModelIndex(db.pool, BENCH_MODEL.id)
  for (let start = present; start < rows; start += BATCH) {
    const indexes = Array.from({ length: Math.min(BATCH, rows - start) }, (_, i) => start + i)
    const contents = indexes.map((index) => ({
      index,
      sha256: createHash('sha256').update(`photo ${index}`).digest('hex'),
    }))
    await db.prisma.photo.createMany({
      data: contents.map(({ index, sha256 }) => ({
        projectId: actor.projectId,
        uploaderId: actor.userId,
        sha256,
        fileName: `photo-${index}.jpg`,
        byteSize: 1_000_000 + index,
        // Spread by the hash, so that a filter cuts across all categories.
        contentType: Number.parseInt(sha256.slice(0, 8), 16) % 10 === 0 ? 'image/png' : 'image/jpeg',
        cameraModel: Number.parseInt(sha256.slice(8, 16), 16) % 100 === 0 ? 'Rare 100' : 'Common 1',
        extension: 'jpg',
        status: 'ready',
        width: 4000,
        height: 3000,
      })),
    })
    await insertEmbeddings(
      db.pool,
      BENCH_MODEL.id,
      contents.map(({ index, sha256 }) => ({ sha256, vector: world.photo(index) })),
    )
  }
  const collectionId = await collectRare(db, actor)
  await db.pool.query('ANALYZE')
  const loadSeconds = seconds(started)
  const beforeIndex = performance.now()
  await ensureModelIndex({ db, log: pino({ level: 'silent' }) }, BENCH_MODEL.id)
  return { actor, collectionId, loadSeconds, indexSeconds: seconds(beforeIndex) }
}

/** One photo in a hundred, as a person would have put them together: found by an index, not by reading every row. */
async function collectRare(db: Database, { projectId }: Actor): Promise<string> {
  const collection =
    (await db.prisma.collection.findFirst({ where: { projectId } })) ??
    (await db.prisma.collection.create({ data: { projectId, name: 'One in a hundred' } }))
  await db.prisma.$executeRaw`
    INSERT INTO collection_photo (collection_id, photo_id)
    SELECT ${collection.id}::uuid, id FROM photo WHERE camera_model = 'Rare 100' ON CONFLICT DO NOTHING`
  return collection.id
}

async function createActor(db: Database): Promise<Actor> {
  const kept = await db.prisma.photo.findFirst({ select: { projectId: true, uploaderId: true } })
  if (kept?.uploaderId) return { userId: kept.uploaderId, role: 'staff', projectId: kept.projectId }
  const user = await db.prisma.user.create({
    data: { id: randomUUID(), name: 'Bench', email: 'bench@example.com' },
  })
  const project = await db.prisma.project.create({ data: { name: 'Bench' } })
  return { userId: user.id, role: 'staff', projectId: project.id }
}
