/**
 * What an open library asks of the database, over 100,000 photos of one project: the counts above the grid, the choices
 * of its filters, the page of near duplicates (one photo in ten has a near copy). For staff, who see all of it, and for
 * a customer with 1,000 photos. Also what remembering near hashes costs for each photo that comes in.
 *
 *   npm run bench:library [-- <photos>]     DATABASE_URL=… for native Postgres instead of PGlite
 */
import type { Actor } from '~/domain/auth/actor'
import { findNearDuplicates } from '~/domain/duplicates/find-near-duplicates.server'
import { linkNearHashes } from '~/domain/duplicates/near-hash.queries.server'
import { countPhotos } from '~/domain/photos/count-photos.server'
import { listFilterChoices } from '~/domain/photos/list-filter-choices.server'
import { connectDatabase } from '~/platform/db/connect.server'
import { migrate } from '../tests/helpers/migrate'
import { openDatabase } from './open-database'

const PHOTOS = Number(process.argv[2] ?? 100_000)
const MINE = 1_000
const PAGE = 16
const ROUNDS = 20

const database = await openDatabase()
await migrate(database.url, database.embedded)
const db = connectDatabase({
  DATABASE_URL: database.url,
  DATABASE_POOL_MAX: 4,
  DATABASE_EMBEDDED: database.embedded,
})
try {
  const { id: projectId } = await db.prisma.project.create({ data: { name: 'Bench' } })
  const person = async (role: Actor['role']): Promise<Actor> => {
    const { id } = await db.prisma.user.create({
      data: { id: role, name: role, email: `${role}@bench.test`, role },
    })
    return { userId: id, role, projectId }
  }
  const staff = await person('staff')
  const customer = await person('customer')
  await fill(projectId)
  const hashes = await db.pool.query<{ hash: string }>(
    'SELECT perceptual_hash AS hash FROM photo ORDER BY id',
  )
  const started = performance.now()
  for (let from = 0; from < hashes.rows.length; from += PAGE) {
    const page = hashes.rows.slice(from, from + PAGE)
    await linkNearHashes(
      db.pool,
      page.map(({ hash }) => ({ projectId, perceptualHash: hash })),
    )
  }
  const perPhoto = (performance.now() - started) / hashes.rows.length
  await db.pool.query('VACUUM ANALYZE')
  console.log(`${database.embedded ? 'PGlite' : 'native Postgres'}, ${PHOTOS} photos`)
  console.log(`near hashes: ${perPhoto.toFixed(2)} ms for each photo that comes in, ${PAGE} at a time`)
  const rows: Record<string, Record<string, number>> = {}
  for (const [name, actor] of [
    ['staff', staff],
    ['customer', customer],
  ] as const) {
    rows[`counts, ${name}`] = await time(() => countPhotos({ db }, actor))
    rows[`filter choices, ${name}`] = await time(() => listFilterChoices({ db }, actor))
    rows[`near duplicates, ${name}`] = await time(() => findNearDuplicates({ db }, actor, { limit: 50 }))
  }
  console.table(rows)
  const { total, truncated } = await findNearDuplicates({ db }, staff)
  console.log(`${total} groups of near duplicates, ${truncated ? 'cut short' : 'complete'}`)
} finally {
  await db.close()
  await database.close()
}

/** Photos of three types and forty cameras; every tenth is three bits away from the one before. */
async function fill(projectId: string) {
  await db.pool.query(
    `INSERT INTO photo (id, project_id, uploader_id, sha256, pixel_hash, perceptual_hash, file_name, byte_size,
            content_type, extension, status, width, height, camera_model, updated_at, created_at)
     SELECT gen_random_uuid(), $1, CASE WHEN i % $3 = 0 THEN 'customer' ELSE 'staff' END, md5('a' || i) || md5('b' || i),
            md5('c' || i) || md5('d' || i),
            CASE WHEN i % 10 = 0 THEN lpad(to_hex(('x' || left(md5('h' || i - 1), 16))::bit(64)::bigint # 1099511627904), 16, '0')
                 ELSE left(md5('h' || i), 16) END,
            'photo-' || i || '.jpg', 1000000 + i,
            CASE WHEN i % 10 = 0 THEN 'image/png' WHEN i % 1000 = 1 THEN 'image/heic' ELSE 'image/jpeg' END,
            'jpg', CASE WHEN i % 500 = 0 THEN 'failed' ELSE 'ready' END::"PhotoStatus", 4000, 3000,
            CASE WHEN i % 3 > 0 THEN 'Camera ' || i % 40 END, now(), now() - i * interval '1 minute'
       FROM generate_series(1, $2::int) AS i`,
    [projectId, PHOTOS, Math.max(1, Math.round(PHOTOS / MINE))],
  )
}

async function time(ask: () => Promise<unknown>): Promise<Record<string, number>> {
  await ask()
  const before = process.cpuUsage()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now()
    await ask()
    times.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  const round = (value: number | undefined) => Math.round((value ?? 0) * 10) / 10
  return {
    'p50 ms': round(times[ROUNDS / 2]),
    'max ms': round(times.at(-1)),
    'CPU of this process ms': round((user + system) / 1000 / ROUNDS),
  }
}
