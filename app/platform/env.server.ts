import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from './errors'
import { visionSettingsText } from './vision-settings'

const integer = (fallback: number, minimum = 1) => z.coerce.number().int().min(minimum).default(fallback)
type Variables = Record<string, string | undefined>

const blankIsUnset = (source: Variables) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))

const rolloutValue = z.union([
  z.enum(['off', 'internal', 'on']),
  z.string().regex(/^(100|\d{1,2})%$/, 'off, internal, on or a percentage such as 25%'),
])

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    HOST: z.string().default('127.0.0.1'),
    PORT: integer(3000, 0),
    PUBLIC_URL: z.url().optional(),
    AUTH_SECRET: z.string().min(32, 'at least 32 characters; `openssl rand -hex 32` makes one'),
    DATA_DIR: z.string().default('./data'),

    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'a postgresql:// URL'),
    DATABASE_POOL_MAX: integer(10),
    /** Set by `npm start` when it runs PGlite: one session, so no prepared statements and a small pool. */
    DATABASE_EMBEDDED: z.stringbool().default(false),

    SUPABASE_URL: z.url().optional(),
    SUPABASE_SERVICE_ROLE_KEY: z.string().optional(),
    SUPABASE_BUCKET: z.string().default('recto'),

    CLIP_SERVICE_URL: z.url().default('http://127.0.0.1:7997'),
    CLIP_API_TOKEN: z.string().optional(),
    /** A second embedding service with the model that is to follow; both run until everybody searches with it. */
    CLIP_NEXT_SERVICE_URL: z.url().optional(),
    CLIP_NEXT_API_TOKEN: z.string().optional(),

    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: z.url().optional(),
    OPENAI_VISION_MODEL: z.string().default('gpt-4o'),
    OPENAI_VISION_SETTINGS: visionSettingsText,
    /** `signed-url` lets OpenAI fetch stored previews; only where storage can be reached from outside. */
    OPENAI_IMAGES: z.enum(['base64', 'signed-url']).default('base64'),

    UPLOAD_MAX_BYTES: integer(250 * 1024 * 1024),
    IMAGE_MAX_PIXELS: integer(120_000_000),
    WORKER_CONCURRENCY: integer(2),
    WORKER_MEMORY_BUDGET_MB: integer(1024),
    /** How long a stopping worker may finish what it holds. Keep below `kill_timeout` in fly.toml. */
    WORKER_SHUTDOWN_MS: integer(20_000),
    /** How often a worker says that it lives; one that is silent for `WORKER_DEAD_AFTER_MS` is replaced. */
    WORKER_HEARTBEAT_MS: integer(10_000),
    WORKER_DEAD_AFTER_MS: integer(60_000),
    /** A job gives way to others after so long. */
    WORKER_SLICE_MS: integer(15_000),
    /** How often a job that waits for a dependency asks whether it answers again. */
    WORKER_BLOCKED_RETRY_MS: integer(5_000),
    /** Finished jobs are forgotten after so many days. */
    JOB_RETENTION_DAYS: integer(30),

    FEATURE_IMAGE_SEARCH: rolloutValue.optional(),
    FEATURE_NEXT_MODEL: rolloutValue.optional(),
  })
  .refine((env) => Boolean(env.SUPABASE_URL) === Boolean(env.SUPABASE_SERVICE_ROLE_KEY), {
    path: ['SUPABASE_SERVICE_ROLE_KEY'],
    message: 'SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY go together',
  })

export type Env = z.infer<typeof schema>

/**
 * Parses the environment once, at process start.
 * @throws AppError CONFIG_INVALID that lists every problem at once.
 */
export function readEnv(source: Variables = process.env): Env {
  const parsed = schema.safeParse(blankIsUnset(source))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('CONFIG_INVALID', `The configuration has problems:\n${problems.join('\n')}`)
  }
  return { ...parsed.data, DATA_DIR: resolve(parsed.data.DATA_DIR) }
}
