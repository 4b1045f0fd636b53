import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Role } from '~/domain/auth/actor'
import { migrateQueue } from '~/domain/jobs/migrate-queue.server'
import { connectDatabase, type Database } from '~/platform/db/connect.server'
import { createStorage } from '~/platform/storage/create-storage.server'
import { readEnv, type Env } from '~/platform/env.server'
import type { Storage } from '~/platform/storage/storage'

export interface PhotoContext {
  env: Env
  db: Database
  storage: Storage
  now: () => Date
}

export interface TestDatabase {
  url: string
  embedded: boolean
  drop: () => Promise<void>
}

/** A database, a storage folder and one project with people in it; `close` removes all of it. */
export async function createPhotoContext(overrides: Record<string, string> = {}, given?: TestDatabase) {
  // Only here: a benchmark brings its own database and runs outside vitest.
  const database = given ?? (await (await import('./create-database')).createDatabase())
  const folder = await mkdtemp(join(tmpdir(), 'recto-photos-'))
  const env = readEnv({
    NODE_ENV: 'test',
    AUTH_SECRET: 'a-secret-only-for-tests-0123456789abcdef',
    DATABASE_URL: database.url,
    DATABASE_EMBEDDED: String(database.embedded),
    DATA_DIR: folder,
    ...overrides,
  })
  const db = connectDatabase(env)
  await migrateQueue(db)
  const ctx: PhotoContext = { env, db, storage: createStorage(env), now: () => new Date() }
  const project = await db.prisma.project.create({ data: { name: 'Test shop' } })

  async function addPerson(role: Role, projectId = project.id): Promise<Actor> {
    const id = randomUUID()
    await db.prisma.user.create({ data: { id, name: role, email: `${id}@example.test`, role } })
    await db.prisma.membership.create({ data: { projectId, userId: id } })
    return { userId: id, role, projectId }
  }

  return {
    ctx,
    projectId: project.id,
    folder,
    addPerson,
    async close() {
      await db.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
