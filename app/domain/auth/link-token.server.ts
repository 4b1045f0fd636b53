import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link. Only its hash is kept: somebody who reads the database cannot use the links in it. */
export function createLinkToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashLinkToken(token) }
}

export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
