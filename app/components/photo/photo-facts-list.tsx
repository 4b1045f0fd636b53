import { useSyncExternalStore } from 'react'
import type { PhotoFacts } from '~/domain/photos/photo-view'
import { describeFacts } from './describe-facts'

const never = () => () => undefined

export function PhotoFactsList({ photo }: { photo: PhotoFacts }) {
  // The server does not know the reader's clock; the page shows UTC until the browser has taken over.
  const timeZone = useSyncExternalStore(
    never,
    () => undefined,
    () => 'UTC',
  )
  return (
    <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-2 text-sm">
      {describeFacts(photo, timeZone).map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-faint">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
