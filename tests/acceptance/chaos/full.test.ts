import { spawnSync } from 'node:child_process'
import { rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { enqueueJob } from '~/domain/jobs/enqueue-job.server'
import { kill, type Part } from './processes'
import {
  databaseNow,
  openShop,
  reckon,
  recoverySeconds,
  untilDone,
  untilStatus,
  uploadPhotos,
  type Shop,
} from './shop'

// Smaller on a machine that has other things to do: CHAOS_PHOTOS=60 CHAOS_SMALL_JOBS=500.
const PHOTOS = Number(process.env.CHAOS_PHOTOS ?? 300)
const SMALL_JOBS = Number(process.env.CHAOS_SMALL_JOBS ?? 5_000)

describe.runIf(process.env.CHAOS === 'full')('the full suite', { timeout: 1_800_000 }, () => {
  let shop: Shop
  let workers: Part[] = []
  beforeAll(async () => {
    shop = await openShop()
  }, 300_000)
  afterAll(() => shop?.close(), 120_000)
  afterEach(async () => {
    for (const worker of workers) await kill(worker)
    workers = []
  })
  const startWorker = async () => {
    const worker = await shop.startWorker()
    workers.push(worker)
    return worker
  }

  async function expectNothingLost(jobId: string, title: string, since: Date, photos = PHOTOS) {
    await untilStatus(shop, jobId, ['completed', 'completed_with_failures', 'failed'], 900_000)
    const sum = await reckon(shop, jobId)
    const recoveredAfter = await recoverySeconds(shop, since)
    console.log(`${title} (${shop.database.kind}): ${JSON.stringify({ recoveredAfter, ...sum })}`)
    expect(sum).toMatchObject({ photos, ready: photos, embedded: photos, failed: 0, doubled: 0 })
    expect(sum).toMatchObject({
      items: photos,
      itemsDone: photos,
      jobDone: photos,
      jobFailed: 0,
      jobTotal: photos,
    })
    expect(recoveredAfter).toBeLessThan(120)
  }

  it('kill -9 of two workers at once', async () => {
    const jobId = await uploadPhotos(shop, PHOTOS)
    const other = await uploadPhotos(shop, PHOTOS / 3)
    const both = [await startWorker(), await startWorker()]
    await untilDone(shop, jobId, 1)
    await Promise.all(both.map((worker) => kill(worker)))
    const died = await databaseNow(shop)
    await startWorker()
    await startWorker()
    await expectNothingLost(jobId, 'two workers killed', died)
    await expectNothingLost(other, 'and their other job', died, PHOTOS / 3)
  })

  it('Postgres stops and starts', async () => {
    const jobId = await uploadPhotos(shop, PHOTOS)
    const worker = await startWorker()
    await untilDone(shop, jobId, 1)
    await shop.database.stop()
    await sleep(15_000)
    await shop.database.start()
    const back = await databaseNow(shop)
    await expectNothingLost(jobId, 'database stopped for 15 s', back)
    expect(worker.child.exitCode).toBeNull()
  })

  it('storage refuses and comes back', async () => {
    const jobId = await uploadPhotos(shop, PHOTOS)
    await startWorker()
    await untilDone(shop, jobId, 1)
    // A folder whose disk is gone: a file stands where it was, so every access fails.
    const folder = join(shop.dataDir, 'storage')
    await rename(folder, `${folder}.away`)
    await writeFile(folder, 'not a folder')
    await untilStatus(shop, jobId, ['blocked'])
    await sleep(20_000)
    await rm(folder)
    await rename(`${folder}.away`, folder)
    await expectNothingLost(jobId, 'storage away for 20 s', await databaseNow(shop))
  })

  it('5,000 small jobs on two workers with random kills', async () => {
    const { prisma, pool } = shop.ctx.db
    const projectId = shop.actor.projectId
    const started = performance.now()
    const ids: string[] = []
    const enqueueAll = async () => {
      for (let index = 0; index < SMALL_JOBS; index++) {
        const input = {
          name: 'check-worker',
          payload: {},
          projectId,
          title: `small ${index}`,
          priority: 5,
        } as const
        ids.push((await enqueueJob(prisma, input)).jobId)
      }
    }
    await startWorker()
    await startWorker()
    const enqueued = enqueueAll()
    const open = async () =>
      (
        await pool.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM job WHERE name = 'check-worker' AND finished_at IS NULL`,
        )
      ).rows[0]?.n ?? 0
    let kills = 0
    do {
      await sleep(2_000 + Math.random() * 3_000)
      const victim = workers.splice(Math.floor(Math.random() * workers.length), 1)[0]
      if (victim) await kill(victim)
      kills += 1
      await startWorker()
    } while (ids.length < SMALL_JOBS || (await open()) > 200)
    await enqueued
    while ((await open()) > 0) await sleep(250)
    const seconds = (performance.now() - started) / 1000
    const { rows } = await pool.query<{ status: string; n: number; doubled: number }>(
      `SELECT j.status, count(*)::int AS n,
              count(*) FILTER (WHERE (SELECT count(*) FROM audit a WHERE a.id = j.id::text AND a.status = 'completed') <> 1)::int AS doubled
         FROM job j WHERE name = 'check-worker' GROUP BY 1`,
    )
    console.log(
      `${SMALL_JOBS} small jobs, ${kills} kills (${shop.database.kind}): ${JSON.stringify({ seconds, rows })}`,
    )
    expect(rows).toEqual([{ status: 'completed', n: SMALL_JOBS, doubled: 0 }])
  })
})

const canMount = process.getuid?.() === 0
describe.runIf(process.env.CHAOS === 'full' && canMount)('on a small disk', { timeout: 900_000 }, () => {
  it('the disk is full, then there is room again', async () => {
    const shop = await openShop()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', shop.dataDir]).status === 0
    if (!mounted) {
      await shop.close()
      return void console.log('skipped: tmpfs cannot be mounted here')
    }
    try {
      const photos = 100
      const jobId = await uploadPhotos(shop, photos)
      const ballast = join(shop.dataDir, 'ballast')
      const { bavail, bsize } = await statfs(shop.dataDir)
      await writeFile(ballast, Buffer.alloc(bavail * bsize))
      await shop.startWorker()
      await untilStatus(shop, jobId, ['blocked'])
      const job = await shop.ctx.db.prisma.job.findUniqueOrThrow({ where: { id: jobId } })
      expect(job).toMatchObject({ errorCode: 'DISK_SPACE', failed: 0 })
      await sleep(10_000)
      await rm(ballast)
      const freed = await databaseNow(shop)
      await untilStatus(shop, jobId, ['completed'])
      const sum = await reckon(shop, jobId)
      const recoveredAfter = await recoverySeconds(shop, freed)
      console.log(`disk full (${shop.database.kind}): ${JSON.stringify({ recoveredAfter, ...sum })}`)
      expect(sum).toMatchObject({
        photos,
        ready: photos,
        embedded: photos,
        failed: 0,
        doubled: 0,
        jobDone: photos,
      })
    } finally {
      // Off first: a folder that something is mounted on cannot be removed.
      spawnSync('umount', ['-l', shop.dataDir])
      await shop.close()
    }
  })
})
