import ExifReader from 'exifreader'
import { withoutControls } from '~/platform/without-controls'

/** What the camera wrote into the file, as far as Recto shows it. */
export interface PhotoMetadata {
  takenAt: Date | null
  cameraMake: string | null
  cameraModel: string | null
  lens: string | null
  latitude: number | null
  longitude: number | null
}

const nothing: PhotoMetadata = {
  takenAt: null,
  cameraMake: null,
  cameraModel: null,
  lens: null,
  latitude: null,
  longitude: null,
}

/**
 * Reads EXIF from any accepted format. Never throws: a picture whose metadata is broken is still a picture.
 * @param bytes the file, or its beginning for a large one
 */
export function readMetadata(bytes: Buffer): PhotoMetadata {
  try {
    const { exif, gps } = ExifReader.load(bytes, { expanded: true })
    const text = (tag: { description?: unknown } | undefined) => cleanText(tag?.description)
    const [latitude, longitude] = place(gps?.Latitude, gps?.Longitude)
    return {
      takenAt:
        parseTime(text(exif?.DateTimeOriginal), text(exif?.OffsetTimeOriginal) ?? text(exif?.OffsetTime)) ??
        parseTime(text(exif?.DateTimeDigitized), text(exif?.OffsetTimeDigitized) ?? text(exif?.OffsetTime)),
      cameraMake: text(exif?.Make),
      cameraModel: text(exif?.Model),
      lens: text(exif?.LensModel),
      latitude,
      longitude,
    }
  } catch {
    return nothing
  }
}

/** A camera's name needs no 60,000 characters. */
function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = withoutControls(value).trim().slice(0, 120)
  return text === '' ? null : text
}

/**
 * EXIF writes `2008:10:22 16:28:39`, without a zone unless the camera also writes the offset. Without one the camera's
 * clock is kept as if it were UTC: times of one shop's cameras then still sort and filter as people expect.
 */
function parseTime(text: string | null, offset: string | null): Date | null {
  const parts = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text ?? '')
  if (!parts) return null
  const [, year, month, day, hour, minute, second] = parts
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : 'Z'
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1900 ? null : time
}

/** 0°, 0° is what cameras without a fix write, not a place off Ghana. */
function place(latitude: unknown, longitude: unknown): [number, number] | [null, null] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return [null, null]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return [null, null]
  return latitude === 0 && longitude === 0 ? [null, null] : [latitude, longitude]
}
