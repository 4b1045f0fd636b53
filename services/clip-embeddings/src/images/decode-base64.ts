import { ServiceError } from '../errors.ts'

const DATA_URI = /^data:[^,]{0,200};base64,/i

/**
 * The bytes of a base64 string or data: URI. Node's own decoder skips what it
 * does not know, so "hello!" would become a broken picture instead of a clear
 * answer; the alphabet and the length are checked here. An address is refused
 * by name: a service that fetches what callers name can be made to fetch from
 * inside the network.
 */
export function decodeBase64(text: string): Buffer {
  if (/^\s*(https?|ftp|file):/i.test(text.slice(0, 32))) {
    throw new ServiceError('URL_REFUSED', 'An address was sent instead of a picture.')
  }
  let body = text
  const prefix = DATA_URI.exec(text.slice(0, 256))
  if (prefix) body = text.slice(prefix[0].length)
  else if (/^\s*data:/i.test(text.slice(0, 32))) {
    throw new ServiceError('BASE64_INVALID', 'The data: URI is not base64.')
  }
  if (/\s/.test(body)) body = body.replace(/\s+/g, '')
  const digits = body.replace(/={1,2}$/, '')
  if (digits.length === 0) throw new ServiceError('BASE64_INVALID', 'The picture is an empty string.')
  if (!/^[A-Za-z0-9+/_-]+$/.test(digits) || digits.length % 4 === 1) {
    throw new ServiceError('BASE64_INVALID', 'The picture is not base64.')
  }
  return Buffer.from(digits, 'base64')
}
