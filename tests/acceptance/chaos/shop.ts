import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { Actor } from '~/domain/auth/actor'
import { storePhoto } from '~/domain/photos/store-photo.server'
import type { AppContext } from '~/platform/context.server'
import { createContext } from '~/platform/create-context.server'
import { readEnv } from '~/platform/env.server'
import { findFreePort } from '../../../scripts/stack/find-free-port'
import { startFaultProxy } from '~tests/helpers/fault-proxy'
import { migrate } from '~tests/helpers/migrate'
import {
  kill,
  startDatabaseServer,
  startEmbeddingService,
  startPart,
  type DatabaseServer,
  type Part,
} from './processes'

export type Shop = Awaited<ReturnType<typeof openShop>>

/** Database, embedding service behind a proxy that can fail, storage, and workers: all processes that may be killed. */
export async function openShop(settings: Record<string, string> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'recto-chaos-'))
  const dataDir = join(root, 'data')
  await mkdir(dataDir)
  const database: DatabaseServer = await startDatabaseServer()
  await migrate(database.url, database.kind === 'PGlite')
  const service = await startEmbeddingService()
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: service.port })
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    AUTH_SECRET: 'a secret that is only good for tests',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_EMBEDDED: String(database.kind === 'PGlite'),
    CLIP_SERVICE_URL: `http://127.0.0.1:${proxy.port}`,
    ...settings,
  }
  const ctx: AppContext = createContext(readEnv(env), 'chaos')
  const project = await ctx.db.prisma.project.create({ data: { name: 'Chaos' } })
  await ctx.db.prisma.user.create({
    data: { id: 'staff', name: 'Staff', email: 'staff@example.com', role: 'staff' },
  })
  const actor: Actor = { userId: 'staff', role: 'staff', projectId: project.id }
  await auditEverything(ctx)
  const parts: Part[] = []
  const webPort = await findFreePort(56_000 + Math.floor(Math.random() * 500))

  return {
    ctx,
    actor,
    database,
    proxy,
    dataDir,
    async startWorker(extra: Record<string, string> = {}): Promise<Part> {
      const part = await startPart(['--import', 'tsx', 'workers/main.ts'], {
        env: { ...env, LOG_LEVEL: 'info', ...extra },
        ready: /worker ready/,
      })
      parts.push(part)
      return part
    },
    /** The built web process, always on the same port: who uploads finds it again. */
    async startWeb(): Promise<Part> {
      const part = await startPart(['--import', 'tsx', 'scripts/web.ts'], {
        env: { ...env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(webPort) },
        ready: /web ready at/,
      })
      parts.push(part)
      return part
    },
    webUrl: `http://127.0.0.1:${webPort}`,
    async close() {
      for (const part of parts) {
        part.child.kill('SIGCONT')
        await kill(part)
      }
      await ctx.db.close().catch(() => {})
      await proxy.close()
      await kill(service.part)
      await database.remove()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Triggers write down every change of state, so that "exactly once" is counted by the database, not by our code. */
async function auditEverything(ctx: AppContext): Promise<void> {
  await ctx.db.pool.query(`
    CREATE TABLE audit (at timestamptz NOT NULL DEFAULT clock_timestamp(), what text NOT NULL, id text NOT NULL, status text NOT NULL);
    CREATE FUNCTION audit_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO audit (what, id, status) VALUES ('item', NEW.job_id || ' ' || NEW.key, NEW.status); RETURN NULL; END $$;
    CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO audit (what, id, status) VALUES (TG_TABLE_NAME, NEW.id, NEW.status); RETURN NULL; END $$;
    CREATE TRIGGER audit_item AFTER UPDATE OF status ON job_item FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION audit_item();
    CREATE TRIGGER audit_job AFTER UPDATE OF status ON job FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION audit_row();
    CREATE TRIGGER audit_photo AFTER UPDATE OF status ON photo FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION audit_row();`)
}

/** One of many different small pictures. */
export function makePicture(batchId: string, index: number): Promise<Buffer> {
  const background = { r: (index * 37) % 256, g: (index * 91) % 256, b: (index * 53) % 256 }
  const fill = (index * 4099 + 0x111111).toString(16).slice(-6)
  const svg = `<svg><rect x="${index % 200}" y="${index % 150}" width="60" height="50" fill="#${fill}"/></svg>`
  return sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .composite([{ input: Buffer.from(svg) }])
    .withExif({ IFD0: { ImageDescription: `${batchId} ${index}` } })
    .jpeg()
    .toBuffer()
}

/** Stores `count` pictures as one batch; answers the job that reads them. */
export async function uploadPhotos(shop: Shop, count: number): Promise<string> {
  const batchId = randomUUID()
  for (let index = 0; index < count; index++) {
    await storePhoto(shop.ctx, shop.actor, {
      stream: Readable.from([await makePicture(batchId, index)]),
      fileName: `${index}.jpg`,
      batchId,
    })
  }
  const job = await shop.ctx.db.prisma.job.findFirstOrThrow({
    where: { name: 'ingest-photos', key: batchId },
  })
  return job.id
}

/** Waits until `done` items of the job are finished; the database may be away in between. */
export async function untilDone(shop: Shop, jobId: string, done: number, limitMs = 300_000): Promise<void> {
  const end = performance.now() + limitMs
  for (;;) {
    const job = await shop.ctx.db.prisma.job.findUnique({ where: { id: jobId } }).catch(() => null)
    if (job && job.done + job.failed >= done) return
    if (performance.now() > end)
      throw new Error(`still at ${job?.done} of ${done}, ${job?.status}: ${job?.statusReason}`)
    await sleep(25)
  }
}

export async function untilStatus(
  shop: Shop,
  jobId: string,
  statuses: string[],
  limitMs = 300_000,
): Promise<void> {
  const end = performance.now() + limitMs
  for (;;) {
    const job = await shop.ctx.db.prisma.job.findUnique({ where: { id: jobId } }).catch(() => null)
    if (job && statuses.includes(job.status)) return
    if (performance.now() > end)
      throw new Error(`still ${job?.status}: ${job?.statusReason}, ${job?.done}/${job?.total}`)
    await sleep(25)
  }
}

export const databaseNow = async (shop: Shop): Promise<Date> =>
  (await shop.ctx.db.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]?.now ?? new Date()

/** Seconds from `since` until an item was finished again. */
export async function recoverySeconds(shop: Shop, since: Date): Promise<number> {
  const { rows } = await shop.ctx.db.pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM min(at) - $1)::float AS seconds FROM audit WHERE what = 'item' AND status = 'done' AND at > $1`,
    [since],
  )
  return rows[0]?.seconds ?? Infinity
}

export interface Reckoning {
  photos: number
  ready: number
  failed: number
  embedded: number
  items: number
  itemsDone: number
  jobDone: number
  jobFailed: number
  jobTotal: number
  /** Items that became done more than once. */
  doubled: number
  tries: number
}

/** What the database says happened; every number is counted by another path than the one that made it. */
export async function reckon(shop: Shop, jobId: string): Promise<Reckoning> {
  const { rows } = await shop.ctx.db.pool.query<Reckoning>(
    `SELECT (SELECT count(*)::int FROM job_item i JOIN photo p ON p.id::text = i.key WHERE i.job_id = $1) AS photos,
            (SELECT count(*)::int FROM job_item i JOIN photo p ON p.id::text = i.key WHERE i.job_id = $1 AND p.status = 'ready') AS ready,
            (SELECT count(*)::int FROM job_item WHERE job_id = $1 AND status = 'failed') AS failed,
            (SELECT count(DISTINCT e.sha256)::int FROM job_item i JOIN photo p ON p.id::text = i.key
               JOIN vectors.image_embedding e ON e.sha256 = p.sha256 WHERE i.job_id = $1) AS embedded,
            (SELECT count(*)::int FROM job_item WHERE job_id = $1) AS items,
            (SELECT count(*)::int FROM job_item WHERE job_id = $1 AND status = 'done') AS "itemsDone",
            (SELECT done FROM job WHERE id = $1) AS "jobDone", (SELECT failed FROM job WHERE id = $1) AS "jobFailed",
            (SELECT total FROM job WHERE id = $1) AS "jobTotal",
            (SELECT count(*)::int FROM (SELECT id FROM audit WHERE what = 'item' AND status = 'done' AND id LIKE $1 || ' %'
               GROUP BY id HAVING count(*) > 1) twice) AS doubled,
            (SELECT sum(attempts)::int FROM job_item WHERE job_id = $1) AS tries`,
    [jobId],
  )
  const reckoning = rows[0]
  if (!reckoning) throw new Error('the job is gone')
  return reckoning
}
