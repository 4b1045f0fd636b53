import { createClipClient } from './clip/create-clip-client.server'
import type { AppContext } from './context.server'
import { connectDatabase } from './db/connect.server'
import type { Env } from './env.server'
import { createLog } from './log.server'
import { createStorage } from './storage/create-storage.server'

/** The adapters of one process, chosen by its environment. `name` marks its log lines. */
export function createContext(env: Env, name: string): AppContext {
  const log = createLog(env, name)
  return {
    env,
    log,
    db: connectDatabase(env),
    storage: createStorage(env),
    clip: createClipClient(env),
    clipNext:
      env.CLIP_NEXT_SERVICE_URL === undefined
        ? null
        : createClipClient({
            CLIP_SERVICE_URL: env.CLIP_NEXT_SERVICE_URL,
            CLIP_API_TOKEN: env.CLIP_NEXT_API_TOKEN ?? env.CLIP_API_TOKEN,
          }),
    now: () => new Date(),
  }
}
