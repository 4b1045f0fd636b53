import type { MediaSource } from '~/domain/photos/find-media.server'

/** Uploads are untrusted: a browser that opens one as a page must run nothing and guess nothing. */
export const INERT = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
}

/** The headers that every answer with a photo's picture has; `immutable` when the address names the content. */
export function describeMedia(source: MediaSource, kind: string, immutable: boolean) {
  return {
    ...INERT,
    etag: `"${source.sha256.slice(0, 24)}-${kind}"`,
    'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  }
}
