import { buffer } from 'node:stream/consumers'
import { LRUCache } from 'lru-cache'
import type { Actor } from '~/domain/auth/actor'
import { seesWholeProject } from '~/domain/auth/actor'
import type { Auth } from '~/domain/auth/create-auth.server'
import { resolveActor } from '~/domain/auth/resolve-actor.server'
import { findMedia, type MediaSource } from '~/domain/photos/find-media.server'
import type { AppContext } from '~/platform/context.server'

/** A session that ends, or a person who is removed, still sees pictures for at most so long; nothing else is cached. */
const SESSION_MS = 10_000
/** From this age on a session is read again behind the answer, so that a busy grid never waits for it. */
const REFRESH_MS = 4_000
/** Content never changes under an id; a purged photo is gone from here after a minute. */
const SOURCE_MS = 60_000

export interface CachedThumb {
  bytes: Buffer
  contentType: string
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
  const sources = new LRUCache<string, MediaSource, { actor: Actor; photoId: string }>({
    max: 50_000,
    ttl: SOURCE_MS,
    async fetchMethod(_key, _stale, { context: { actor, photoId } }) {
      return (await findMedia(app, actor, photoId)) ?? undefined
    },
  })
  const thumbs = new LRUCache<string, CachedThumb>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: ({ bytes }) => bytes.length + 200,
    async fetchMethod(key) {
      const { body, object } = await app.storage.get(key)
      return { bytes: await buffer(body), contentType: object.contentType }
    },
  })

  return {
    actor(cookie: string, setCookie: (header: string) => void): Promise<Actor | undefined> | Actor {
      const known = actors.get(cookie)
      if (!known) return actors.fetch(cookie, { context: setCookie })
      if (actors.getRemainingTTL(cookie) < SESSION_MS - REFRESH_MS) {
        // One at a time: while it runs, lru-cache hands out the running one. A failure shows when the entry ends.
        actors.fetch(cookie, { context: setCookie, forceRefresh: true }).catch(() => {})
      }
      return known
    },
    source(actor: Actor, photoId: string): Promise<MediaSource | undefined> | MediaSource {
      const scope = seesWholeProject(actor) ? actor.projectId : `${actor.projectId}/${actor.userId}`
      const key = `${scope}/${photoId}`
      return sources.get(key) ?? sources.fetch(key, { context: { actor, photoId } })
    },
    thumb(key: string): Promise<CachedThumb | undefined> | CachedThumb {
      return thumbs.get(key) ?? thumbs.fetch(key)
    },
  }
}
