/** The stored forms of a photo. */
export const mediaKinds = ['thumb', 'preview', 'original'] as const
export type MediaKind = (typeof mediaKinds)[number]

/** What a storage key is made of: photos with the same content in one project share their files. */
export interface ContentAddress {
  projectId: string
  sha256: string
  /** Of the original, decided by its content: `jpg`, `heic`, … */
  extension: string
}

/** `<project>/<sha256[0:2]>/<sha256>/original.<ext>`, `…/thumb.webp`, `…/preview.jpg`. */
export function storageKey({ projectId, sha256, extension }: ContentAddress, kind: MediaKind): string {
  const folder = `${projectId}/${sha256.slice(0, 2)}/${sha256}`
  switch (kind) {
    case 'original':
      return `${folder}/original.${extension}`
    case 'thumb':
      return `${folder}/thumb.webp`
    case 'preview':
      return `${folder}/preview.jpg`
  }
}

export function storageKeys(address: ContentAddress): string[] {
  return mediaKinds.map((kind) => storageKey(address, kind))
}
