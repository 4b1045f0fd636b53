import pRetry from 'p-retry'
import { isAppError } from '~/platform/errors'

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** The database went away or is starting: classes 08 and 57P of SQLSTATE, too many clients, or no socket at all. */
export function isDatabaseAway(error: unknown): boolean {
  if (isAppError(error)) return error.code === 'DATABASE_UNAVAILABLE'
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (connectionCodes.has(code) || /^(08|57P|53300|P1001|P1002|P1017|P2024)/.test(code)) return true
  return /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
    error.message,
  )
}

/**
 * A write that must happen: tried until the database is back, or until `signal` says that it no longer matters. All
 * writes of the job runtime carry the lease, so one that did happen and lost its answer does nothing the second time.
 */
export function persist<Result>(write: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  return pRetry(write, {
    retries: Infinity,
    minTimeout: 100,
    maxTimeout: 2_000,
    factor: 2,
    shouldRetry: ({ error }) => isDatabaseAway(error),
    signal,
  })
}
