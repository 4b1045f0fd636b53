import type { PhotoFacts } from '~/domain/photos/photo-view'
import { formatBytes, formatCount } from './format-amounts'
import { typeName } from './type-name'

const STYLE = { dateStyle: 'medium', timeStyle: 'short' } as const
const AS_WRITTEN = new Intl.DateTimeFormat('en-GB', { ...STYLE, timeZone: 'UTC' })

/** When a picture was taken: cameras write the time on their clock, without a zone, and it is shown as they wrote it. */
function formatTakenTime(iso: string): string {
  return AS_WRITTEN.format(new Date(iso))
}

/** A moment, on the clock of `timeZone`; on that of the browser without one. */
function formatMoment(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', { ...STYLE, timeZone }).format(new Date(iso))
}

/** `52.5201° N, 13.4049° E`. About eleven metres: enough to find the shop, not the shelf. */
export function formatPlace(latitude: number, longitude: number): string {
  const part = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(4)}° ${value < 0 ? negative : positive}`
  return `${part(latitude, 'N', 'S')}, ${part(longitude, 'E', 'W')}`
}

/** `Canon EOS R6`; makers who write their name into the model are not named twice. */
export function formatCamera(make: string | null, model: string | null): string | undefined {
  if (!model) return make ?? undefined
  const maker = make?.split(' ')[0]
  return maker && !model.toLowerCase().startsWith(maker.toLowerCase()) ? `${maker} ${model}` : model
}

/** `4,000 × 3,000 (12.0 MP)`; megapixels say nothing of a picture that has none. */
export function formatDimensions(width: number, height: number): string {
  const megapixels = (width * height) / 1e6
  const sides = `${formatCount(width)} × ${formatCount(height)}`
  return megapixels < 0.1 ? sides : `${sides} (${megapixels.toFixed(1)} MP)`
}

/** What is known about a photo, in the order people look for it. What is unknown is left out. */
export function describeFacts(photo: PhotoFacts, timeZone?: string): [label: string, value: string][] {
  const { width, height, latitude, longitude } = photo
  const facts: [string, string | undefined][] = [
    ['Size', formatBytes(photo.byteSize)],
    ['Type', typeName(photo.contentType)],
    ['Dimensions', width && height ? formatDimensions(width, height) : undefined],
    ['Taken', photo.takenAt ? formatTakenTime(photo.takenAt) : undefined],
    ['Camera', formatCamera(photo.cameraMake, photo.cameraModel)],
    ['Lens', photo.lens ?? undefined],
    ['Place', latitude !== null && longitude !== null ? formatPlace(latitude, longitude) : undefined],
    [
      'Uploaded',
      formatMoment(photo.createdAt, timeZone) + (photo.uploader ? ` by ${photo.uploader.name}` : ''),
    ],
    ['Collections', photo.collections.map(({ name }) => name).join(', ') || undefined],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
}
