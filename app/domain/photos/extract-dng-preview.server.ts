import { ExifTool } from 'exiftool-vendored'
import { AppError } from '~/platform/errors'

let shared: ExifTool | undefined

/** One process, started with the first DNG (38 ms a file from then on). */
function exiftool(): ExifTool {
  shared ??= new ExifTool({ maxProcs: 1, taskTimeoutMillis: 20_000, maxTasksPerProcess: 500 })
  return shared
}

/** Ends the exiftool process. Call it when the process shuts down; the next DNG would start it again. */
export async function endExiftool(): Promise<void> {
  const running = shared
  shared = undefined
  await running?.end()
}

const previewTags = ['JpgFromRaw', 'PreviewImage', 'ThumbnailImage'] as const

/**
 * The largest JPEG a DNG carries, and the EXIF orientation that makes it upright. The raw sensor data is not developed:
 * the camera's own preview is what its owner saw.
 * @throws AppError IMAGE_UNREADABLE when there is none, or when perl is missing
 */
export async function extractDngPreview(path: string): Promise<{ jpeg: Buffer; orientation: number }> {
  const tool = exiftool()
  try {
    await tool.version()
  } catch (error) {
    await endExiftool().catch(() => {})
    throw new AppError('IMAGE_UNREADABLE', 'DNG files cannot be read on this machine.', {
      hint: 'Install perl, which exiftool needs, and retry; or upload a JPEG.',
      cause: error,
    })
  }
  const tags = await tool.readRaw(path, ['-n', '-Orientation']).catch((): Record<string, unknown> => ({}))
  const orientation = typeof tags.Orientation === 'number' ? tags.Orientation : 1
  for (const tag of previewTags) {
    const jpeg = await tool.extractBinaryTagToBuffer(tag, path).catch(() => undefined)
    if (jpeg && jpeg.length > 0) return { jpeg, orientation }
  }
  throw new AppError('IMAGE_UNREADABLE', 'The DNG carries no preview picture.', {
    hint: 'Export it as JPEG from the raw developer and upload that.',
  })
}
