import { AppError } from '~/platform/errors'

/** Every address that no other route has: an error like any other, so that root shows it inside the app's shell. */
export function loader() {
  throw new AppError('NOT_FOUND', 'There is nothing at this address.', {
    hint: 'It may have been deleted, or the link is incomplete.',
  })
}

/** A form sent to an address that is none. */
export const action = loader

/** Never rendered: it makes this a page, whose errors are shown as one. */
export default function NoSuchPage() {
  return null
}
