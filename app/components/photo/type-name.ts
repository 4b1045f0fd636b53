/** `image/jpeg` as people call it: `JPEG`. */
export function typeName(contentType: string): string {
  return contentType
    .replace(/^image\/(x-)?/, '')
    .replace('adobe-dng', 'dng')
    .toUpperCase()
}
