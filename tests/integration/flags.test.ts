import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '~/domain/auth/actor'
import { createCredentialUser } from '~/domain/auth/create-credential-user.server'
import { isEnabled } from '~/domain/flags/is-enabled.server'
import { listFlags } from '~/domain/flags/list-flags.server'
import { recordFlagUse } from '~/domain/flags/record-flag-use.server'
import { setOverride, setRollout } from '~/domain/flags/update-flag.server'
import type { AppContext } from '~/platform/context.server'
import { readEnv } from '~/platform/env.server'
import { createTestContext } from '~tests/helpers/create-test-context'

let ctx: AppContext
let drop: () => Promise<void>
let variables: Record<string, string>
let admin: Actor
const key = 'image-search'

beforeAll(async () => {
  ;({ ctx, drop, variables } = await createTestContext())
  const project = await ctx.db.prisma.project.create({ data: { name: 'Shop' } })
  admin = { userId: await person('admin', project.id), role: 'admin', projectId: project.id }
})
afterAll(() => drop?.())
afterEach(async () => {
  await ctx.db.prisma.flag.deleteMany()
  await ctx.db.prisma.flagUse.deleteMany()
})

async function person(role: Actor['role'], projectId: string): Promise<string> {
  const email = `${role}-${Math.random().toString(36).slice(2)}@example.com`
  const { userId } = await createCredentialUser(ctx.db.prisma, {
    name: role,
    email,
    passwordHash: 'none',
    role,
    projectId,
  })
  return userId
}
const customer = (userId: string): Actor => ({ ...admin, userId, role: 'customer' })
const staff = (userId: string): Actor => ({ ...admin, userId, role: 'staff' })
/** The context of a process that was started with FEATURE_IMAGE_SEARCH set. */
const started = (FEATURE_IMAGE_SEARCH: string) => ({
  ...ctx,
  env: readEnv({ ...variables, FEATURE_IMAGE_SEARCH }),
})

describe('who is inside', () => {
  test('a fresh install has the feature on', async () => {
    expect(await isEnabled(ctx, customer('anybody'), key)).toBe(true)
  })

  test('off, internal and on', async () => {
    const inside = async (state: 'off' | 'internal' | 'on') => {
      await setRollout(ctx, admin, { key, state, percent: 0 })
      return [await isEnabled(ctx, customer('c'), key), await isEnabled(ctx, staff('s'), key)]
    }
    expect(await inside('off')).toEqual([false, false])
    expect(await inside('internal')).toEqual([false, true])
    expect(await inside('on')).toEqual([true, true])
  })

  test('a share is met, sticks to a person, and only grows', async () => {
    const people = Array.from({ length: 1000 }, (_, n) => customer(`person-${n}`))
    const insideAt = async (percent: number) => {
      const set = started(`${percent}%`)
      const inside = await Promise.all(people.map((actor) => isEnabled(set, actor, key)))
      return new Set(people.filter((_, n) => inside[n]).map(({ userId }) => userId))
    }
    const quarter = await insideAt(25)
    // 1,000 draws at 25 %: four standard deviations are ±55.
    expect(quarter.size).toBeGreaterThan(195)
    expect(quarter.size).toBeLessThan(305)
    expect(await insideAt(25)).toEqual(quarter)
    const half = await insideAt(50)
    expect([...quarter].every((userId) => half.has(userId))).toBe(true)
    expect((await insideAt(0)).size).toBe(0)
    expect((await insideAt(100)).size).toBe(1000)
  })

  test('an exception beats the state, and can be taken back', async () => {
    const userId = await person('customer', admin.projectId)
    await setRollout(ctx, admin, { key, state: 'off', percent: 0 })
    await setOverride(ctx, admin, { key, userId, enabled: true })
    expect(await isEnabled(ctx, customer(userId), key)).toBe(true)
    expect(await isEnabled(ctx, customer('another'), key)).toBe(false)
    await setOverride(ctx, admin, { key, userId, enabled: null })
    expect(await isEnabled(ctx, customer(userId), key)).toBe(false)
  })

  test('the environment beats everything and locks the flag', async () => {
    const userId = await person('customer', admin.projectId)
    await setRollout(ctx, admin, { key, state: 'on', percent: 0 })
    await setOverride(ctx, admin, { key, userId, enabled: true })
    const off = started('off')
    expect(await isEnabled(off, customer(userId), key)).toBe(false)
    await expect(setRollout(off, admin, { key, state: 'on', percent: 0 })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await expect(setOverride(off, admin, { key, userId, enabled: true })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect((await listFlags(off, admin, '24h')).flags[0]?.rollout).toEqual({
      state: 'off',
      percent: 0,
      source: 'environment',
    })
  })

  test('a value that is none is refused when the process starts', () => {
    expect(() => started('sometimes')).toThrow(/FEATURE_IMAGE_SEARCH/)
    expect(() => started('101%')).toThrow(/FEATURE_IMAGE_SEARCH/)
  })
})

describe('the figures of the cohorts', () => {
  test('count uses and errors and measure those that worked, apart for inside and outside', async () => {
    for (let ms = 1; ms <= 100; ms += 1)
      await recordFlagUse(ctx, { flagKey: key, inside: true, durationMs: ms })
    for (let n = 0; n < 5; n += 1) {
      await recordFlagUse(ctx, { flagKey: key, inside: true, durationMs: 9999, errorCode: 'ML_SERVICE_DOWN' })
    }
    await recordFlagUse(ctx, { flagKey: key, inside: false, durationMs: 7 })
    const [flag] = (await listFlags(ctx, admin, '24h')).flags
    expect(flag?.figures.inside).toEqual({ uses: 105, errors: 5, p50: 50.5, p95: expect.closeTo(95.05) })
    expect(flag?.figures.outside).toEqual({ uses: 1, errors: 0, p50: 7, p95: 7 })
  })

  test('cover the period asked for, and the chart holds every use of it', async () => {
    const at = (hours: number) => ({ ...ctx, now: () => new Date(Date.now() - hours * 3600 * 1000) })
    for (const hours of [1, 2, 23.9, 30, 160, 170]) {
      await recordFlagUse(at(hours), { flagKey: key, inside: hours < 100, durationMs: 10 })
    }
    const sums = async (period: '24h' | '7d') => {
      const [flag] = (await listFlags(ctx, admin, period)).flags
      const total = (side: 'inside' | 'outside') =>
        flag?.timeline.reduce((sum, slice) => sum + slice[side], 0)
      return {
        table: [flag?.figures.inside.uses, flag?.figures.outside.uses],
        chart: [total('inside'), total('outside')],
        slices: flag?.timeline.length,
      }
    }
    expect(await sums('24h')).toEqual({ table: [3, 0], chart: [3, 0], slices: 24 })
    expect(await sums('7d')).toEqual({ table: [4, 1], chart: [4, 1], slices: 28 })
  })

  test('with no use at all are empty, not wrong', async () => {
    const [flag] = (await listFlags(ctx, admin, '24h')).flags
    expect(flag?.figures.inside).toEqual({ uses: 0, errors: 0, p50: null, p95: null })
  })

  test('are for admins', async () => {
    await expect(listFlags(ctx, staff('s'), '24h')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    await expect(setRollout(ctx, staff('s'), { key, state: 'off', percent: 0 })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
  })
})
