import { AppError } from '~/platform/errors'
import { withoutControls } from '~/platform/without-controls'
import { MAX_QUERY_LENGTH, type SearchFilters } from './search-query'

/**
 * A query as it is searched for: composed the same way whatever keyboard it came from, {@link withoutControls}, single
 * spaces. Emoji stay whole.
 * @throws QUERY_TOO_LONG over 1,000 characters; counted before anything is done with them.
 */
export function cleanText(text: string): string {
  // Code units first: a string of a megabyte must not be split into code points to be told that it is too long.
  const length = text.length > 4 * MAX_QUERY_LENGTH ? text.length : [...text.trim()].length
  if (length > MAX_QUERY_LENGTH) {
    throw new AppError('QUERY_TOO_LONG', `The search has ${length.toLocaleString('en')} characters.`)
  }
  return withoutControls(text).normalize('NFC').replace(/\s+/gu, ' ').trim()
}

/** Filters without what Postgres refuses; one that is blank is none. */
export function cleanFilters(filters: SearchFilters): SearchFilters {
  const clean = (text?: string) =>
    text === undefined ? undefined : withoutControls(text).trim() || undefined
  return {
    ...filters,
    camera: clean(filters.camera),
    tag: clean(filters.tag),
    uploaderId: clean(filters.uploaderId),
    contentType: clean(filters.contentType),
  }
}
