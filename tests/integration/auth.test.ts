import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuth } from '~/domain/auth/create-auth.server'
import { ensureCommandLineActor } from '~/domain/auth/ensure-command-line-actor.server'
import { signIn } from '~/domain/auth/sign-in.server'
import { ada, servePeople, whoIs } from '~tests/helpers/serve-people'

type Served = Awaited<ReturnType<typeof servePeople>>
let web: Served
// Loading the routes loads their components too: most of a minute on a busy machine.
beforeAll(async () => {
  web = await servePeople()
}, 300_000)
afterAll(() => web?.close())

describe('set-up', () => {
  test('an empty install leads to set-up, and of many at once exactly one becomes admin', async () => {
    expect((await web.anonymous()('/')).headers.get('location')).toBe('/setup')
    expect((await web.anonymous()('/sign-in')).headers.get('location')).toBe('/setup')
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        web.anonymous().postForm('/setup', n === 0 ? ada : { ...ada, email: `other${n}@example.com` }),
      ),
    )
    // Whoever won, the tests below know Ada.
    await web.ctx.db.prisma.user.updateMany({ data: { email: ada.email, name: ada.name } })
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 302)).toHaveLength(1)
    expect(statuses.filter((status) => status >= 400)).toHaveLength(4)
    expect(await web.ctx.db.prisma.user.count()).toBe(1)
    expect(await web.ctx.db.prisma.project.count()).toBe(1)
    const late = await web.anonymous().postForm('/setup', ada)
    expect(late.status).toBe(409)
    expect(((await late.json()) as { problem: { code: string } }).problem.code).toBe('ALREADY_SET_UP')
  })

  test('the first admin takes over what the command line has filled', async () => {
    const fresh = await servePeople()
    const { projectId } = await ensureCommandLineActor(fresh.ctx)
    expect((await fresh.anonymous()('/')).headers.get('location')).toBe('/setup')
    const browser = fresh.anonymous()
    expect((await browser.postForm('/setup', ada)).status).toBe(302)
    expect(await whoIs(browser)).toMatchObject({ role: 'admin', projectId })
    const projects = await fresh.ctx.db.prisma.project.findMany({ select: { id: true, name: true } })
    expect(projects).toEqual([{ id: projectId, name: ada.project }])
    expect((await fresh.anonymous().postForm('/setup', ada)).status).toBe(409)
    expect(await ensureCommandLineActor(fresh.ctx)).toMatchObject({ projectId, role: 'staff' })
    await fresh.close()
  })

  test('the form says which fields are wrong and makes nothing', async () => {
    const fresh = await servePeople()
    const answer = await fresh.anonymous().postForm('/setup', { ...ada, email: 'ada', password: 'short' })
    expect(answer.status).toBe(400)
    const { problem } = (await answer.json()) as { problem: { code: string; fields: Record<string, string> } }
    expect(Object.keys(problem.fields).sort()).toEqual(['email', 'password'])
    expect(await fresh.ctx.db.prisma.project.count()).toBe(0)
    await fresh.close()
  })
})

describe('sign-in', () => {
  test('opens a session in a cookie that scripts and other sites do not get', async () => {
    const browser = web.anonymous()
    const answer = await browser.postForm('/sign-in?next=%2Fpeople', ada)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('/people')
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).not.toMatch(/Secure/)
    expect((await whoIs(browser)).role).toBe('admin')
  })

  test('on https the cookie is for https only', async () => {
    const env = { ...web.ctx.env, PUBLIC_URL: 'https://recto.example' }
    const auth = createAuth({ ...web.ctx, env })
    const { cookies } = await signIn({ app: web.ctx, auth }, ada, { address: '127.0.0.1', userAgent: null })
    expect(cookies.find((cookie) => cookie.startsWith('__Secure-recto'))).toMatch(/Secure/)
  })

  test('an unknown address and a wrong password get the same answer', async () => {
    const ask = async (email: string) => {
      const answer = await web.anonymous().postForm('/sign-in', { email, password: 'not the password' })
      const { problem } = (await answer.json()) as { problem: Record<string, unknown> }
      return { status: answer.status, problem }
    }
    const wrong = await ask(ada.email)
    expect(wrong).toEqual(await ask('nobody@example.com'))
    expect(wrong.status).toBe(401)
    expect(wrong.problem.code).toBe('WRONG_CREDENTIALS')
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads to another site: %s',
    async (next) => {
      const answer = await web.anonymous().postForm(`/sign-in?${new URLSearchParams({ next })}`, ada)
      expect(answer.headers.get('location')).toBe('/library')
    },
  )

  test('stops guessing at one account, from whatever address', async () => {
    const guess = (n: number) =>
      web.anonymous()('/sign-in', {
        method: 'POST',
        headers: { 'x-forwarded-for': `203.0.113.${n}` },
        body: new URLSearchParams({ email: 'target@example.com', password: `guess ${n}` }),
      })
    const statuses: number[] = []
    for (let n = 0; n < 11; n += 1) statuses.push((await guess(n)).status)
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true)
    expect(statuses[10]).toBe(429)
  })

  test('a form larger than any of ours is refused unread', async () => {
    const answer = await web
      .anonymous()
      .postForm('/sign-in', { email: ada.email, password: 'x'.repeat(100_000) })
    expect(answer.status).toBe(400)
  })
})

describe('a request without a session', () => {
  test('is led to sign-in and back from a page', async () => {
    const answer = await web.anonymous()('/people?x=1', { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fpeople%3Fx%3D1')
  })

  test('gets a 401 problem elsewhere, also when its session ended in the middle', async () => {
    const browser = web.anonymous()
    await browser.postForm('/sign-in', ada)
    expect((await browser('/api/who-am-i')).status).toBe(200)
    await web.ctx.db.prisma.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    const answer = await browser('/api/who-am-i', { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const problem = (await answer.json()) as { code: string; requestId: string }
    expect(problem.code).toBe('SIGN_IN_REQUIRED')
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'))
  })

  test('a forged cookie is nobody', async () => {
    const browser = web.anonymous()
    await browser.postForm('/sign-in', ada)
    const [name = '', value = ''] = [...browser.cookies][0] ?? []
    browser.cookies.set(name, value.replace(/^..../, 'AAAA'))
    expect((await browser('/api/who-am-i')).status).toBe(401)
  })

  test('signing out ends the session on the server, not only the cookie', async () => {
    const browser = web.anonymous()
    await browser.postForm('/sign-in', ada)
    const kept = new Map(browser.cookies)
    const answer = await browser.postForm('/sign-out', {})
    expect(answer.headers.get('location')).toBe('/sign-in')
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await browser('/api/who-am-i')).status).toBe(401)
  })
})

describe('a request that changes something', () => {
  const post = async (headers: Record<string, string>) => {
    const browser = web.anonymous()
    await browser.postForm('/sign-in', ada)
    const body = new URLSearchParams({ intent: 'rename-me', name: 'Mallory' })
    return browser('/settings', { method: 'POST', body, headers })
  }

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
  ])('is refused from %s', async (_, headers) => {
    const answer = await post(headers)
    expect(answer.status).toBe(403)
    expect(((await answer.json()) as { code: string }).code).toBe('PERMISSION_DENIED')
    expect(await web.ctx.db.prisma.user.count({ where: { name: 'Mallory' } })).toBe(0)
  })

  test('is taken from our own pages', async () => {
    expect((await post({ origin: web.url })).status).toBe(200)
    await web.ctx.db.prisma.user.updateMany({ where: { email: ada.email }, data: { name: ada.name } })
  })

  test('without an Origin is judged by what the browser says about the site', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${web.url}/sign-out`, { method: 'POST', redirect: 'manual', headers })
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await send({})).status).toBe(302)
  })
})

describe('passwords', () => {
  test('a change needs the old one and ends the other sessions', async () => {
    const [here, elsewhere] = [web.anonymous(), web.anonymous()]
    for (const browser of [here, elsewhere]) await browser.postForm('/sign-in', ada)
    const change = (currentPassword: string, newPassword: string) =>
      here.postForm('/settings', { intent: 'change-password', currentPassword, newPassword })
    const refused = await change('not the password', 'a whole new password')
    expect(refused.status).toBe(401)
    expect((await elsewhere('/api/who-am-i')).status).toBe(200)

    expect((await change(ada.password, 'a whole new password')).status).toBe(200)
    expect((await here('/api/who-am-i')).status).toBe(200)
    expect((await elsewhere('/api/who-am-i')).status).toBe(401)
    expect((await web.anonymous().postForm('/sign-in', ada)).status).toBe(401)
    await change('a whole new password', ada.password)
  })
})
