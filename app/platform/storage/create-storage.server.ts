import { join } from 'node:path'
import type { Env } from '../env.server'
import { createLocalStorage } from './local-storage.server'
import type { Storage } from './storage'
import { createSupabaseStorage } from './supabase-storage.server'

type StorageEnv = Pick<
  Env,
  | 'SUPABASE_URL'
  | 'SUPABASE_SERVICE_ROLE_KEY'
  | 'SUPABASE_BUCKET'
  | 'DATA_DIR'
  | 'AUTH_SECRET'
  | 'PUBLIC_URL'
  | 'HOST'
  | 'PORT'
>

/** Supabase Storage when it is configured, a folder under DATA_DIR otherwise. Connects on first use. */
export function createStorage(env: StorageEnv): Storage {
  if (env.SUPABASE_URL && env.SUPABASE_SERVICE_ROLE_KEY) {
    return createSupabaseStorage({
      url: env.SUPABASE_URL,
      serviceRoleKey: env.SUPABASE_SERVICE_ROLE_KEY,
      bucket: env.SUPABASE_BUCKET,
    })
  }
  return createLocalStorage({
    root: join(env.DATA_DIR, 'storage'),
    secret: env.AUTH_SECRET,
    origin: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
  })
}
