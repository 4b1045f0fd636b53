import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors'
import { assertKey } from './assert-key'

/** Where the app serves signed files of the local driver. */
export const SIGNED_PATH = '/media/signed/'

function sign(secret: string, key: string, expires: number): string {
  return createHmac('sha256', secret).update(`storage\n${expires}\n${key}`).digest('base64url')
}

/** `/media/signed/<key>?expires=…&signature=…`: reads one file of the local driver without a session. */
export function signPath(secret: string, key: string, ttlSeconds: number, now: number): string {
  assertKey(key)
  const expires = Math.floor(now / 1000) + ttlSeconds
  return `${SIGNED_PATH}${key}?expires=${expires}&signature=${sign(secret, key, expires)}`
}

/**
 * The key a signed URL gives access to.
 * @throws AppError PERMISSION_DENIED when it was tampered with or has expired.
 */
export function verifySignedPath(secret: string, url: URL, now: number): string {
  const key = decodeKey(url.pathname.slice(SIGNED_PATH.length))
  const expires = Number(url.searchParams.get('expires'))
  const given = Buffer.from(url.searchParams.get('signature') ?? '')
  const expected = Buffer.from(sign(secret, key, expires))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new AppError('PERMISSION_DENIED', 'This link is not valid.', { hint: 'Ask for a new link.' })
  }
  if (expires * 1000 <= now) {
    throw new AppError('PERMISSION_DENIED', 'This link has expired.', { hint: 'Ask for a new link.' })
  }
  assertKey(key)
  return key
}

/** A broken escape makes a key that no signature fits, not a server error. */
function decodeKey(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}
