import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { Actor } from '~/domain/auth/actor'
import { seesWholeProject } from '~/domain/auth/actor'
import type { Auth } from '~/domain/auth/create-auth.server'
import { resolveActor } from '~/domain/auth/resolve-actor.server'
import { coalesce } from '~/platform/coalesce'
import { findMedia, type MediaSource } from '~/domain/photos/find-media.server'
import { storageKey } from '~/domain/photos/storage-keys'
import type { AppContext } from '~/platform/context.server'
import { describeMedia } from './describe-media.server'

/** A session that ends, or a person who is removed, still sees pictures for at most so long; nothing else is cached. */
const SESSION_MS = 10_000
/** From this age on a session is read again behind the answer, so that a busy grid never waits for it. */
const REFRESH_MS = 4_000
/** Content never changes under an id; a purged photo is gone from here after a minute. */
const SOURCE_MS = 60_000

export interface CachedThumb {
  bytes: Buffer
  /** Of an answer to an address that names the content, without the length. */
  headers: ReturnType<typeof describeMedia> & { 'content-type': string }
}

/**
 * What stands between a thumbnail and an answer without asking the database or the storage: who asks, where the photo's
 * files lie for them, and the bytes of thumbnails (a grid asks for the same hundred again and again).
 */
export function createMediaCache(app: AppContext, auth: Auth) {
  const actors = new LRUCache<string, Actor, (header: string) => void>({
    max: 2_000,
    ttl: SESSION_MS,
    async fetchMethod(cookie, _stale, { context: setCookie }) {
      return (await resolveActor({ app, auth }, cookie, setCookie))?.actor
    },
  })
  const findTogether = coalesce(async (asked: { actor: Actor; photoId: string }[]) => {
    const byScope = groupByScope(asked)
    const found = new Map<string, Map<string, MediaSource>>()
    for (const [scope, group] of byScope) {
      const [first] = group
      if (first)
        found.set(
          scope,
          await findMedia(
            app,
            first.actor,
            group.map(({ photoId }) => photoId),
          ),
        )
    }
    return asked.map(({ actor, photoId }) => found.get(scopeOf(actor))?.get(photoId))
  })
  const sources = new LRUCache<string, MediaSource, { actor: Actor; photoId: string }>({
    max: 50_000,
    ttl: SOURCE_MS,
    async fetchMethod(_key, _stale, { context: { actor, photoId } }) {
      return (await findTogether({ actor, photoId })) ?? undefined
    },
  })
  const thumbs = new LRUCache<string, CachedThumb, MediaSource>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: ({ bytes }) => bytes.length + 600,
    async fetchMethod(key, _stale, { context: source }) {
      const { body, object } = await app.storage.get(key)
      const headers = { ...describeMedia(source, 'thumb', true), 'content-type': object.contentType }
      return { bytes: await buffer(body), headers }
    },
  })

  /** Who this is, if that was read within SESSION_MS; when it is no longer fresh it is read again behind the answer. */
  function knownActor(cookie: string, setCookie: (header: string) => void): Actor | undefined {
    const known = actors.get(cookie)
    if (known && actors.getRemainingTTL(cookie) < SESSION_MS - REFRESH_MS) {
      // One at a time: while it runs, lru-cache hands out the running one. A failure shows when the entry ends.
      actors.fetch(cookie, { context: setCookie, forceRefresh: true }).catch(() => {})
    }
    return known
  }

  return {
    actor(cookie: string, setCookie: (header: string) => void): Promise<Actor | undefined> | Actor {
      return knownActor(cookie, setCookie) ?? actors.fetch(cookie, { context: setCookie })
    },
    source(actor: Actor, photoId: string): Promise<MediaSource | undefined> | MediaSource {
      const key = `${scopeOf(actor)}/${photoId}`
      return sources.get(key) ?? sources.fetch(key, { context: { actor, photoId } })
    },
    /** A thumbnail for which everything is at hand: nothing is waited for. A cookie to renew is left to the next page. */
    recall(cookie: string, photoId: string): { source: MediaSource; thumb: CachedThumb } | undefined {
      const actor = knownActor(cookie, () => {})
      const source = actor && sources.get(`${scopeOf(actor)}/${photoId}`)
      const thumb = source && thumbs.get(storageKey(source, 'thumb'))
      return thumb && { source, thumb }
    },
    thumb(source: MediaSource): Promise<CachedThumb | undefined> | CachedThumb {
      const key = storageKey(source, 'thumb')
      return thumbs.get(key) ?? thumbs.fetch(key, { context: source })
    },
  }
}

/** Those who see the same photos share what is known of them. */
function scopeOf(actor: Actor): string {
  return seesWholeProject(actor) ? actor.projectId : `${actor.projectId}/${actor.userId}`
}

function groupByScope<Asked extends { actor: Actor }>(asked: Asked[]): Map<string, Asked[]> {
  const groups = new Map<string, Asked[]>()
  for (const each of asked) {
    const scope = scopeOf(each.actor)
    groups.set(scope, [...(groups.get(scope) ?? []), each])
  }
  return groups
}
