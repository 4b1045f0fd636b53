import { pino, type Logger } from 'pino'
import type { Env } from './env.server'

export type { Logger }

/** JSON lines on stdout. Secrets never reach it: known credential fields are redacted. */
export function createLog(env: Pick<Env, 'LOG_LEVEL'>, name: string): Logger {
  return pino({
    name,
    level: env.LOG_LEVEL,
    redact: [
      '*.authorization',
      '*.cookie',
      '*.password',
      '*.token',
      'req.headers.authorization',
      'req.headers.cookie',
    ],
  })
}
