import type { AppContext } from '~/platform/context.server'
import { escapeLike } from '~/platform/db/escape-like'
import { AppError } from '~/platform/errors'
import { assertStaff, type Actor } from '../auth/actor'
import { visiblePhotos } from '../photos/visible-photos.server'

type Context = Pick<AppContext, 'db'>

/** Room for every shop; a list that is longer is no list to choose from. */
const MOST_COLLECTIONS = 1000

/**
 * Makes a collection of these photos; those that the actor may not see are left out.
 * @throws AppError CONFLICT when the project has one of that name (upper and lower case alike)
 */
export async function createCollection(
  ctx: Context,
  actor: Actor,
  input: { name: string; photoIds: readonly string[] },
): Promise<{ id: string; name: string }> {
  assertStaff(actor)
  await assertNameFree(ctx, actor, input.name)
  if ((await ctx.db.prisma.collection.count({ where: { projectId: actor.projectId } })) >= MOST_COLLECTIONS)
    throw new AppError('CONFLICT', `There are ${MOST_COLLECTIONS} collections already.`, {
      hint: 'Delete some that are not used any more.',
    })
  const collection = await ctx.db.prisma.collection.create({
    data: { projectId: actor.projectId, name: input.name },
    select: { id: true, name: true },
  })
  await addToCollection(ctx, actor, { id: collection.id, photoIds: input.photoIds })
  return collection
}

/** @throws AppError NOT_FOUND, CONFLICT when another one has that name */
export async function renameCollection(
  ctx: Context,
  actor: Actor,
  input: { id: string; name: string },
): Promise<void> {
  await findOwn(ctx, actor, input.id)
  await assertNameFree(ctx, actor, input.name, input.id)
  await ctx.db.prisma.collection.update({ where: { id: input.id }, data: { name: input.name } })
}

/**
 * Deletes the collection, never its photos.
 * @returns what makes it again: its name and its photos
 */
export async function deleteCollection(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<{ name: string; photoIds: string[] }> {
  const { name } = await findOwn(ctx, actor, id)
  const photos = await ctx.db.prisma.collectionPhoto.findMany({
    where: { collectionId: id },
    select: { photoId: true },
  })
  await ctx.db.prisma.collection.delete({ where: { id } })
  return { name, photoIds: photos.map(({ photoId }) => photoId) }
}

/** @returns how many photos came in now; those that were in it already are not counted */
export async function addToCollection(
  ctx: Context,
  actor: Actor,
  input: { id: string; photoIds: readonly string[] },
): Promise<number> {
  await findOwn(ctx, actor, input.id)
  const photos = await ctx.db.prisma.photo.findMany({
    where: { AND: [visiblePhotos(actor), { id: { in: [...input.photoIds] } }] },
    select: { id: true },
  })
  const { count } = await ctx.db.prisma.collectionPhoto.createMany({
    data: photos.map((photo) => ({ collectionId: input.id, photoId: photo.id })),
    skipDuplicates: true,
  })
  return count
}

/** @returns how many photos were taken out */
export async function removeFromCollection(
  ctx: Context,
  actor: Actor,
  input: { id: string; photoIds: readonly string[] },
): Promise<number> {
  await findOwn(ctx, actor, input.id)
  const { count } = await ctx.db.prisma.collectionPhoto.deleteMany({
    where: { collectionId: input.id, photoId: { in: [...input.photoIds] } },
  })
  return count
}

async function findOwn(ctx: Context, actor: Actor, id: string): Promise<{ name: string }> {
  assertStaff(actor)
  const collection = await ctx.db.prisma.collection.findFirst({
    where: { id, projectId: actor.projectId },
    select: { name: true },
  })
  if (!collection) throw new AppError('NOT_FOUND', 'There is no such collection.')
  return collection
}

async function assertNameFree(ctx: Context, actor: Actor, name: string, exceptId?: string): Promise<void> {
  const taken = await ctx.db.prisma.collection.findFirst({
    where: {
      projectId: actor.projectId,
      name: { equals: escapeLike(name), mode: 'insensitive' },
      id: exceptId ? { not: exceptId } : undefined,
    },
    select: { id: true },
  })
  if (taken)
    throw new AppError('CONFLICT', `There is a collection “${name}” already.`, {
      hint: 'Choose another name.',
    })
}
