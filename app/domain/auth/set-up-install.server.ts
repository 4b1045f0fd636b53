import { hashPassword } from 'better-auth/crypto'
import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { createCredentialUser } from './create-credential-user.server'
import { oldestFirst } from './ensure-command-line-actor.server'
import { isSetUp } from './is-set-up.server'

/**
 * Makes the admin and the first project of an install that has no admin. A project that the command line made and
 * filled before (docs/decisions/0005) is taken over under the name given here. Of any number of people who send the form
 * at once exactly one succeeds: the table lock lets no second transaction look for an admin before the first has
 * committed its own.
 * @throws ALREADY_SET_UP
 */
export async function setUpInstall(
  ctx: Pick<AppContext, 'db'>,
  input: { name: string; email: string; password: string; project: string },
): Promise<{ userId: string; projectId: string }> {
  // Hashing is slow on purpose: not inside the lock, and not at all for a stranger on an install that has its admin.
  if (await isSetUp(ctx)) throw alreadySetUp()
  const passwordHash = await hashPassword(input.password)
  return ctx.db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE "user" IN SHARE ROW EXCLUSIVE MODE`
    if (await isSetUp({ db: { prisma: tx } })) throw alreadySetUp()
    const name = { name: input.project }
    const existing = await tx.project.findFirst({ orderBy: oldestFirst, select: { id: true } })
    const project = existing
      ? await tx.project.update({ where: { id: existing.id }, data: name, select: { id: true } })
      : await tx.project.create({ data: name, select: { id: true } })
    const { userId } = await createCredentialUser(tx, {
      name: input.name,
      email: input.email,
      passwordHash,
      role: 'admin',
      projectId: project.id,
    })
    return { userId, projectId: project.id }
  })
}

function alreadySetUp(): AppError {
  return new AppError('ALREADY_SET_UP', 'Recto is already set up.')
}
