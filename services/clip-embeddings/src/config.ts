import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The `models/` folder of this package: where the built-in model lies and downloads land. */
const DEFAULT_MODEL_DIR = fileURLToPath(new URL('../models', import.meta.url))

const whole = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback)

/**
 * Every setting of the service, by environment variable. The README's table is
 * written from this; `process.env` is read nowhere else in the package.
 */
const environment = z.object({
  PORT: whole(7997, 0, 65_535),
  HOST: z.string().default('0.0.0.0'),
  CLIP_MODEL: z
    .string()
    // A folder name and nothing else: a slash or dots would leave CLIP_MODEL_DIR.
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be the name of a folder inside CLIP_MODEL_DIR')
    .default('recto-mini'),
  CLIP_MODEL_DIR: z.string().default(DEFAULT_MODEL_DIR),
  CLIP_API_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
  CLIP_EXECUTION_PROVIDER: z.enum(['cpu', 'cuda']).default('cpu'),
  CLIP_THREADS: whole(availableParallelism(), 1, 256),
  CLIP_IMAGE_SESSIONS: z.coerce.number().int().min(1).max(64).optional(),
  CLIP_IMAGE_NICENESS: whole(19, 0, 19),
  CLIP_DECODE_CONCURRENCY: whole(availableParallelism(), 1, 64),
  CLIP_BATCH_SIZE: z.coerce.number().int().min(1).max(256).optional(),
  CLIP_BATCH_WAIT_MS: whole(4, 0, 1000),
  CLIP_QUEUE_LENGTH: whole(2048, 1, 1_000_000),
  CLIP_MAX_ITEMS: whole(1024, 1, 100_000),
  CLIP_BODY_LIMIT_MB: whole(32, 1, 1024),
  CLIP_BODIES_IN_FLIGHT_MB: whole(512, 1, 65_536),
  CLIP_MAX_MEGAPIXELS: whole(120, 1, 1000),
  CLIP_DECODE_TIMEOUT_SECONDS: whole(15, 1, 600),
  CLIP_REQUEST_TIMEOUT_SECONDS: whole(120, 1, 3600),
  CLIP_SHUTDOWN_SECONDS: whole(25, 1, 600),
  CLIP_READY_CACHE_SECONDS: whole(5, 0, 3600),
  CLIP_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  CLIP_HUB_URL: z.url({ protocol: /^https?$/ }).default('https://huggingface.co'),
})

export type Config = ReturnType<typeof readConfig>

/** A setting that cannot be used; `message` lists every problem at once. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
}

/**
 * Reads and checks the environment. An empty variable counts as unset, because
 * that is what a container platform's form sends for a field left blank.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n${problems.join('\n')}`)
  }
  const e = parsed.data
  return {
    port: e.PORT,
    host: e.HOST,
    modelName: e.CLIP_MODEL,
    modelDir: e.CLIP_MODEL_DIR,
    apiToken: e.CLIP_API_TOKEN,
    executionProvider: e.CLIP_EXECUTION_PROVIDER,
    threads: e.CLIP_THREADS,
    imageSessions: e.CLIP_IMAGE_SESSIONS,
    imageNiceness: e.CLIP_IMAGE_NICENESS,
    decodeConcurrency: e.CLIP_DECODE_CONCURRENCY,
    // Measured on one thread of a CPU: fours are as fast an item as sixteens (recto-mini 8, ViT-B/32 int8 31,
    // fp32 96 ms) and hold 30 instead of 160 MB a session of recto-mini. A GPU wants more.
    imageBatchSize: e.CLIP_BATCH_SIZE ?? (e.CLIP_EXECUTION_PROVIDER === 'cuda' ? 16 : 4),
    textBatchSize: e.CLIP_BATCH_SIZE ?? 16,
    batchWaitMs: e.CLIP_BATCH_WAIT_MS,
    queueLength: e.CLIP_QUEUE_LENGTH,
    maxItems: e.CLIP_MAX_ITEMS,
    bodyLimitBytes: e.CLIP_BODY_LIMIT_MB * 1024 * 1024,
    bodiesInFlightBytes: Math.max(e.CLIP_BODIES_IN_FLIGHT_MB, e.CLIP_BODY_LIMIT_MB) * 1024 * 1024,
    maxPixels: e.CLIP_MAX_MEGAPIXELS * 1_000_000,
    decodeTimeoutSeconds: e.CLIP_DECODE_TIMEOUT_SECONDS,
    requestTimeoutMs: e.CLIP_REQUEST_TIMEOUT_SECONDS * 1000,
    shutdownMs: e.CLIP_SHUTDOWN_SECONDS * 1000,
    readyCacheMs: e.CLIP_READY_CACHE_SECONDS * 1000,
    logLevel: e.CLIP_LOG_LEVEL,
    hubUrl: e.CLIP_HUB_URL.replace(/\/+$/, ''),
  }
}
