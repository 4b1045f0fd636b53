import { open } from 'node:fs/promises'
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import { AppError } from '~/platform/errors'

export interface PictureType {
  extension: string
  contentType: string
}

/** Enough for every signature that stands at the beginning of a file. */
export const HEAD_BYTES = 4100

/** What Recto takes, by the MIME type that the content has. The file's name and the client's word count for nothing. */
const accepted: Record<string, PictureType> = {
  'image/jpeg': { extension: 'jpg', contentType: 'image/jpeg' },
  'image/png': { extension: 'png', contentType: 'image/png' },
  'image/apng': { extension: 'png', contentType: 'image/png' },
  'image/webp': { extension: 'webp', contentType: 'image/webp' },
  'image/avif': { extension: 'avif', contentType: 'image/avif' },
  'image/gif': { extension: 'gif', contentType: 'image/gif' },
  'image/tiff': { extension: 'tif', contentType: 'image/tiff' },
  'image/heic': { extension: 'heic', contentType: 'image/heic' },
  'image/heif': { extension: 'heif', contentType: 'image/heif' },
  'image/x-adobe-dng': { extension: 'dng', contentType: 'image/x-adobe-dng' },
}

/** Names for what people try to upload most, so that the refusal says what the file really is. */
const refused: Record<string, string> = {
  'image/svg+xml': 'an SVG drawing',
  'application/xml': 'an SVG or XML document',
  'application/pdf': 'a PDF document',
  'image/jp2': 'a JPEG 2000 picture',
  'image/jpx': 'a JPEG 2000 picture',
  'image/j2c': 'a JPEG 2000 picture',
  'image/bmp': 'a BMP picture',
  'image/jxl': 'a JPEG XL picture',
  'image/vnd.adobe.photoshop': 'a Photoshop document',
  'application/zip': 'a ZIP archive',
  'application/x-msdownload': 'a Windows program',
  'application/x-elf': 'a Linux program',
  'application/x-mach-binary': 'a macOS program',
  'video/mp4': 'a video',
  'video/quicktime': 'a video',
}

function unsupportedType(mime: string | undefined): AppError {
  const what = mime === undefined ? 'not a picture' : (refused[mime] ?? `of the type ${mime}`)
  return new AppError('UNSUPPORTED_TYPE', `The file is ${what}.`, { details: { contentType: mime ?? null } })
}

/** TIFF's two byte orders. file-type gives up on a TIFF whose directory lies behind the bytes it was given. */
const isTiff = (head: Buffer) => /^(II\*\0|MM\0\*)/.test(head.toString('latin1', 0, 4))
const isMarkup = (head: Buffer) =>
  /^(\uFEFF)?\s*<(\?xml|svg|!doctype|html)/i.test(head.toString('utf8', 0, 256))

/**
 * Refuses a file by its first bytes, while the rest is still on its way. Undecided is not refused: formats that keep
 * what matters further back are decided by {@link detectType}, on the whole file.
 * @throws AppError UNSUPPORTED_TYPE
 */
export async function refuseEarly(head: Buffer): Promise<void> {
  await judgeHead(head)
}

/** The type when the first bytes already decide it; a TIFF's directory, which may say DNG, can lie behind them. */
async function judgeHead(head: Buffer): Promise<PictureType | undefined> {
  if (isMarkup(head)) throw unsupportedType('image/svg+xml')
  const type = await fileTypeFromBuffer(head).catch(() => undefined)
  if (isTiff(head) || !type) return undefined
  const known = accepted[type.mime]
  if (!known) throw unsupportedType(type.mime)
  return known
}

/**
 * What a picture is, by its content.
 * @param input its bytes, or the path of a file
 * @throws AppError UNSUPPORTED_TYPE
 */
export async function detectType(input: Buffer | string): Promise<PictureType> {
  const head = typeof input === 'string' ? await readHead(input) : input.subarray(0, HEAD_BYTES)
  const decided = await judgeHead(head)
  if (decided) return decided
  const detected = typeof input === 'string' ? fileTypeFromFile(input) : fileTypeFromBuffer(input)
  const type = await detected.catch(() => undefined)
  const known = type ? accepted[type.mime] : undefined
  if (known) return known
  if (!type && isTiff(head)) return { extension: 'tif', contentType: 'image/tiff' }
  throw unsupportedType(type?.mime)
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  const { buffer, bytesRead } = await file
    .read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    .finally(() => file.close())
  return buffer.subarray(0, bytesRead)
}
