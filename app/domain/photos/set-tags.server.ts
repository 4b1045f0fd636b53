import type { AppContext } from '~/platform/context.server'
import { AppError } from '~/platform/errors'
import { withoutControls } from '~/platform/without-controls'
import type { Actor } from '../auth/actor'
import { publishEvent } from '../jobs/publish-event.server'
import { visiblePhotos } from './visible-photos.server'

const MAX_TAGS = 50
const MAX_TAG_LENGTH = 60

/**
 * Gives a photo these tags and no others. Tags are compared without regard to case and outer spaces; the first
 * spelling stays.
 * @returns the tags as they are now
 * @throws AppError NOT_FOUND, BAD_REQUEST when there are too many or one is too long
 */
export async function setTags(
  ctx: Pick<AppContext, 'db'>,
  actor: Actor,
  photoId: string,
  wanted: readonly string[],
): Promise<string[]> {
  const tags = cleanTags(wanted)
  return ctx.db.prisma.$transaction(async (tx) => {
    const photo = await tx.photo.findFirst({
      where: { AND: [visiblePhotos(actor), { id: photoId, deletedAt: null }] },
      select: { id: true, uploaderId: true },
    })
    if (!photo) throw new AppError('NOT_FOUND', 'There is no such photo.')
    await tx.photoTag.deleteMany({ where: { photoId, tag: { notIn: tags } } })
    await tx.photoTag.createMany({ data: tags.map((tag) => ({ photoId, tag })), skipDuplicates: true })
    await publishEvent(tx, {
      kind: 'photo',
      id: photoId,
      projectId: actor.projectId,
      ownerId: photo.uploaderId,
    })
    return tags
  })
}

function cleanTags(wanted: readonly string[]): string[] {
  const bySpelling = new Map<string, string>()
  for (const raw of wanted) {
    const tag = withoutControls(raw).replace(/\s+/gu, ' ').trim()
    if (tag.length > MAX_TAG_LENGTH) {
      throw new AppError('BAD_REQUEST', `A tag has at most ${MAX_TAG_LENGTH} characters.`)
    }
    if (tag && !bySpelling.has(tag.toLowerCase())) bySpelling.set(tag.toLowerCase(), tag)
  }
  if (bySpelling.size > MAX_TAGS) throw new AppError('BAD_REQUEST', `A photo has at most ${MAX_TAGS} tags.`)
  return [...bySpelling.values()]
}
