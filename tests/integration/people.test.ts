import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashLinkToken } from '~/domain/auth/link-token.server'
import { createCredentialUser } from '~/domain/auth/create-credential-user.server'
import type { BrowserFetch } from '~tests/helpers/browser-fetch'
import { servePeople, whoIs } from '~tests/helpers/serve-people'

type Served = Awaited<ReturnType<typeof servePeople>>
let web: Served
let ada: BrowserFetch
beforeAll(async () => {
  web = await servePeople()
  ada = await web.asAda()
  // Loading the routes loads their components too: most of a minute on a busy machine.
}, 300_000)
afterAll(() => web?.close())

const linkOf = async (answer: Response) => new URL(((await answer.json()) as { link: string }).link).pathname
const invite = (email: string, role = 'staff') => ada.postForm('/people', { intent: 'invite', email, role })
const joining = { name: 'Grace', password: 'a password for tests' }

describe('an invitation', () => {
  test('makes a member of the named role, once', async () => {
    const link = await linkOf(await invite('grace@example.com'))
    expect(await (await web.anonymous()(link)).json()).toEqual({
      email: 'grace@example.com',
      role: 'staff',
      projectName: 'Test shop',
    })
    const grace = web.anonymous()
    expect((await grace.postForm(link, joining)).headers.get('location')).toBe('/library')
    expect((await whoIs(grace)).role).toBe('staff')
    expect((await web.anonymous().postForm(link, joining)).status).toBe(410)
  })

  test('taken up by two at once makes one person', async () => {
    const link = await linkOf(await invite('twice@example.com'))
    const answers = await Promise.all([1, 2, 3].map(() => web.anonymous().postForm(link, joining)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([302, 410, 410])
    expect(await web.ctx.db.prisma.user.count({ where: { email: 'twice@example.com' } })).toBe(1)
  })

  test('is kept only as a hash', async () => {
    const token = (await linkOf(await invite('hash@example.com'))).split('/')[2] ?? ''
    const row = await web.ctx.db.prisma.invitation.findFirstOrThrow({ where: { email: 'hash@example.com' } })
    expect(row.tokenHash).toBe(hashLinkToken(token))
    expect(JSON.stringify(row)).not.toContain(token)
  })

  test('ends when it is old, withdrawn, or replaced by a newer one', async () => {
    const old = await linkOf(await invite('old@example.com'))
    await web.ctx.db.prisma.invitation.updateMany({
      where: { email: 'old@example.com' },
      data: { expiresAt: new Date(Date.now() - 1000) },
    })
    expect((await web.anonymous()(old)).status).toBe(410)

    const withdrawn = await linkOf(await invite('withdrawn@example.com'))
    const { id } = await web.ctx.db.prisma.invitation.findFirstOrThrow({
      where: { email: 'withdrawn@example.com' },
    })
    await ada.postForm('/people', { intent: 'revoke', invitationId: id })
    expect((await web.anonymous()(withdrawn)).status).toBe(410)

    const first = await linkOf(await invite('again@example.com'))
    const second = await linkOf(await invite('again@example.com'))
    expect((await web.anonymous()(first)).status).toBe(410)
    expect((await web.anonymous()(second)).status).toBe(200)
  })

  test('for somebody who is in already is refused', async () => {
    const answer = await invite('ada@example.com')
    expect(answer.status).toBe(409)
  })
})

describe('roles', () => {
  test('staff and customers may not see or change people and flags', async () => {
    for (const role of ['staff', 'customer'] as const) {
      const browser = await web.asInvited(ada, role, `${role}-may-not@example.com`)
      const { userId } = await whoIs(browser)
      expect((await browser('/people')).status).toBe(403)
      expect((await browser('/flags')).status).toBe(403)
      expect(
        (await browser.postForm('/people', { intent: 'change-role', userId, role: 'admin' })).status,
      ).toBe(403)
      expect((await browser.postForm('/settings', { intent: 'rename-project', name: 'Mine' })).status).toBe(
        403,
      )
      expect((await whoIs(browser)).role).toBe(role)
    }
  })

  test('a change of role holds from the next request, without signing in again', async () => {
    const browser = await web.asInvited(ada, 'customer', 'riser@example.com')
    const { userId } = await whoIs(browser)
    await ada.postForm('/people', { intent: 'change-role', userId, role: 'staff' })
    expect((await whoIs(browser)).role).toBe('staff')
  })

  test('the last admin stays one, also when two demote each other at once', async () => {
    const { userId: adaId } = await whoIs(ada)
    expect(
      (await ada.postForm('/people', { intent: 'change-role', userId: adaId, role: 'staff' })).status,
    ).toBe(409)

    const second = await web.asInvited(ada, 'admin', 'second@example.com')
    const { userId: secondId } = await whoIs(second)
    await Promise.all([
      ada.postForm('/people', { intent: 'change-role', userId: secondId, role: 'staff' }),
      second.postForm('/people', { intent: 'change-role', userId: adaId, role: 'staff' }),
    ])
    expect(await web.ctx.db.prisma.user.count({ where: { role: 'admin' } })).toBe(1)
    await web.ctx.db.prisma.user.update({ where: { id: adaId }, data: { role: 'admin' } })
    await web.ctx.db.prisma.user.update({ where: { id: secondId }, data: { role: 'staff' } })
  })
})

describe('removing somebody', () => {
  test('ends their sessions and keeps them out', async () => {
    const browser = await web.asInvited(ada, 'customer', 'leaver@example.com')
    const { userId } = await whoIs(browser)
    expect((await ada.postForm('/people', { intent: 'remove', userId })).status).toBe(200)
    expect((await browser('/api/who-am-i')).status).toBe(401)
    const again = await web
      .anonymous()
      .postForm('/sign-in', { email: 'leaver@example.com', password: 'a password for tests' })
    expect(again.status).toBe(403)
    expect(await web.ctx.db.prisma.session.count({ where: { userId } })).toBe(0)
  })

  test('and inviting them again gives them back who they were, with a new password', async () => {
    const before = await web.asInvited(ada, 'customer', 'returner@example.com')
    const { userId } = await whoIs(before)
    await ada.postForm('/people', { intent: 'remove', userId })
    const link = await linkOf(await invite('returner@example.com', 'staff'))
    const browser = web.anonymous()
    await browser.postForm(link, { name: 'Back again', password: 'another good password' })
    expect(await whoIs(browser)).toMatchObject({ userId, role: 'staff' })
    const old = { email: 'returner@example.com', password: 'a password for tests' }
    expect((await web.anonymous().postForm('/sign-in', old)).status).toBe(401)
  })

  test('is not for oneself', async () => {
    const { userId } = await whoIs(ada)
    expect((await ada.postForm('/people', { intent: 'remove', userId })).status).toBe(409)
  })
})

describe('a password link', () => {
  test('sets a password once and signs everybody else out', async () => {
    const browser = await web.asInvited(ada, 'staff', 'forgetful@example.com')
    const { userId } = await whoIs(browser)
    const make = () => ada.postForm('/people', { intent: 'password-link', userId })
    const first = await linkOf(await make())
    const second = await linkOf(await make())
    expect((await web.anonymous()(first)).status).toBe(410)

    const fresh = web.anonymous()
    expect((await fresh.postForm(second, { password: 'remembered this time' })).status).toBe(302)
    expect((await whoIs(fresh)).userId).toBe(userId)
    expect((await browser('/api/who-am-i')).status).toBe(401)
    expect((await web.anonymous().postForm(second, { password: 'remembered this time' })).status).toBe(410)
  })
})

describe('ids of another project', () => {
  test('are not there: for roles, removal, password links, invitations and flags', async () => {
    const other = await web.ctx.db.prisma.project.create({ data: { name: 'Another shop' } })
    const { userId } = await createCredentialUser(web.ctx.db.prisma, {
      name: 'Stranger',
      email: 'stranger@example.com',
      passwordHash: 'none',
      role: 'customer',
      projectId: other.id,
    })
    const invitation = await web.ctx.db.prisma.invitation.create({
      data: {
        projectId: other.id,
        email: 'theirs@example.com',
        role: 'staff',
        tokenHash: 'a hash',
        expiresAt: new Date(Date.now() + 60_000),
      },
    })
    const answers = await Promise.all([
      ada.postForm('/people', { intent: 'change-role', userId, role: 'admin' }),
      ada.postForm('/people', { intent: 'remove', userId }),
      ada.postForm('/people', { intent: 'password-link', userId }),
      ada.postForm('/people', { intent: 'revoke', invitationId: invitation.id }),
      ada.postForm('/flags', { intent: 'override', key: 'image-search', userId, enabled: 'on' }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404])
    expect(await web.ctx.db.prisma.user.findUnique({ where: { id: userId } })).toMatchObject({
      role: 'customer',
    })

    const seen =
      JSON.stringify(await (await ada('/people')).json()) + JSON.stringify(await (await ada('/flags')).json())
    expect(seen).not.toContain('stranger@example.com')
    expect(seen).not.toContain('theirs@example.com')
  })
})
