import type { ClipClient } from './clip/clip-client'
import type { Database } from './db/connect.server'
import type { Env } from './env.server'
import type { Logger } from './log.server'
import type { Storage } from './storage/storage'

/** What domain functions may touch. Built once per process by an edge and passed down; nothing is a global. */
export interface AppContext {
  env: Env
  log: Logger
  db: Database
  storage: Storage
  clip: ClipClient
  /** The service with the model that is to follow (CLIP_NEXT_SERVICE_URL), or null. */
  clipNext: ClipClient | null
  now: () => Date
}
