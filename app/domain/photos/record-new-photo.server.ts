import type { AppContext } from '~/platform/context.server'
import type { Database } from '~/platform/db/connect.server'
import { coalesce } from '~/platform/coalesce'
import { enqueueIngest, UPLOADED } from './enqueue-ingest.server'
import { insertPhotos, type AddedPhoto, type NewPhoto } from './photo.queries.server'

export interface NewPhotoInput {
  row: NewPhoto
  batchId?: string
  /** Puts the original into storage unless it is there. */
  ensureStored: () => Promise<void>
}

type Answer = { added: AddedPhoto | null } | { error: unknown }

/** One for each database: what waits while a transaction is under way goes into the next one together. */
const recorders = new WeakMap<Database, (input: NewPhotoInput) => Promise<Answer>>()

/** Uploads in one transaction: a person's browser sends six at once, several people some dozens. */
const MOST_TOGETHER = 32

/**
 * The row of a new photo and the job that reads it, in one transaction. Uploads that arrive together share it: three
 * round trips for all of them, where each alone took six. When one of them fails, each is tried alone.
 * @returns null when the project has these bytes already; nothing is written then
 */
export async function recordNewPhoto(
  ctx: Pick<AppContext, 'db'>,
  input: NewPhotoInput,
): Promise<AddedPhoto | null> {
  let record = recorders.get(ctx.db)
  if (!record) {
    record = coalesce((inputs) => recordTogether(ctx.db, inputs), { limit: MOST_TOGETHER })
    recorders.set(ctx.db, record)
  }
  const answer = await record(input)
  if ('error' in answer) throw answer.error
  return answer.added
}

async function recordTogether(db: Database, inputs: NewPhotoInput[]): Promise<Answer[]> {
  try {
    const added = new Map((await recordAll(db, inputs)).map((photo) => [photo.id, photo]))
    return inputs.map(({ row }) => ({ added: added.get(row.id) ?? null }))
  } catch (error) {
    if (inputs.length === 1) return [{ error }]
    const answers: Answer[] = []
    for (const input of inputs) answers.push(...(await recordTogether(db, [input])))
    return answers
  }
}

async function recordAll(db: Database, inputs: NewPhotoInput[]): Promise<AddedPhoto[]> {
  const client = await db.pool.connect()
  try {
    await client.query('BEGIN')
    const added = await insertPhotos(
      client,
      inputs.map(({ row }) => row),
    )
    const ids = new Set(added.map(({ id }) => id))
    const fresh = inputs.filter(({ row }) => ids.has(row.id))
    // A purge of a deleted twin may have taken the file since it was put; from here on the row keeps it away.
    await Promise.all(fresh.map(({ ensureStored }) => ensureStored()))
    for (const batch of groupByJob(fresh)) {
      const [first] = batch
      if (!first) continue
      const { projectId, uploaderId } = first.row
      await enqueueIngest(client, {
        projectId,
        photoIds: batch.map(({ row }) => row.id),
        title: UPLOADED,
        batchId: first.batchId,
        createdById: uploaderId,
      })
    }
    await client.query('COMMIT')
    client.release()
    return added
  } catch (error) {
    // A connection whose ROLLBACK fails is of no use to anybody else.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    )
    throw error
  }
}

/** Uploads of one batch are one job, an upload without a batch is one of its own. */
function groupByJob(inputs: NewPhotoInput[]): NewPhotoInput[][] {
  const jobs = new Map<string, NewPhotoInput[]>()
  for (const input of inputs) {
    const { projectId, uploaderId, id } = input.row
    const key = input.batchId === undefined ? id : `${projectId} ${uploaderId} ${input.batchId}`
    jobs.set(key, [...(jobs.get(key) ?? []), input])
  }
  return [...jobs.values()]
}
