import { enqueueJob } from '../jobs/enqueue-job.server'

interface Ingest {
  projectId: string
  photoIds: string[]
  title: string
  /** An open job of the same batch is joined. */
  batchId?: string
  createdById?: string | null
}

/** The title of a batch, whichever of its photos came first: a new one, or one that was here already and had failed. */
export const UPLOADED = 'Uploaded photos'

/** The job that reads photos, in the transaction that made them wait. */
export function enqueueIngest(
  db: Parameters<typeof enqueueJob>[0],
  { projectId, photoIds, title, batchId, createdById }: Ingest,
): Promise<{ jobId: string }> {
  return enqueueJob(db, {
    name: 'ingest-photos',
    payload: { projectId },
    projectId,
    title,
    key: batchId,
    createdById,
    itemKeys: photoIds,
  })
}
