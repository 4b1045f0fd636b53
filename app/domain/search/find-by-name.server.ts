import type { AppContext } from '~/platform/context.server'
import { selectByName } from './by-name.queries.server'
import { writeCursor, type SearchPlace } from './cursor.server'
import { containsPattern } from '~/platform/db/escape-like'
import { loadFoundPhotos } from './load-found-photos.server'
import type { PhotoScope } from './photo-scope'
import type { SearchAnswer, SearchResult } from './search-answer'

/** More words would only make the scan longer. */
const MAX_WORDS = 8
/** Stands for a model in the cursor of pages that none made. */
const BY_NAME = 'name'

/** Photos whose file name or tags hold every word, newest first: what search can do without the embedding service. */
export async function findByName(
  ctx: Pick<AppContext, 'db'>,
  scope: PhotoScope,
  { text, after, limit }: { text: string; after: SearchPlace | null; limit: number },
): Promise<Pick<SearchAnswer, 'results' | 'nextCursor' | 'noMatch'>> {
  const words = text.split(' ').filter(Boolean).slice(0, MAX_WORDS)
  // A picture alone has no words; a page of vector results has no next page by name.
  if (words.length === 0 || (after && after.model !== BY_NAME))
    return { results: [], nextCursor: null, noMatch: false }
  const ids = await selectByName(ctx.db.pool, {
    scope,
    patterns: words.map(containsPattern),
    before: after?.photoId ?? null,
    limit: limit + 1,
  })
  const shown = ids.slice(0, limit)
  const photos = await loadFoundPhotos(ctx, scope.actor, shown)
  const results = shown.flatMap((photoId): SearchResult[] => {
    const photo = photos.get(photoId)
    return photo ? [{ photoId, fileName: photo.fileName, similarity: null, band: null, photo }] : []
  })
  const last = shown.at(-1)
  return {
    results,
    nextCursor:
      last && ids.length > limit ? writeCursor({ model: BY_NAME, distance: 0, photoId: last }) : null,
    noMatch: ids.length === 0 && !after,
  }
}
