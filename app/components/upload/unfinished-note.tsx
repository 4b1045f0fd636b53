import { useRouteLoaderData } from '@remix-run/react'
import { History, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { countOf, formatCount } from '../photo/format-amounts'
import { IconButton } from '../ui/icon-button'
import { forgetUnfinishedUpload, readUnfinishedUpload, type UnfinishedUpload } from './unfinished-upload'

/** After the browser was closed in mid-upload: what is safe, what is missing, and how to go on. */
export function UnfinishedNote() {
  const me = useRouteLoaderData<{ me: { id: string } | null }>('root')?.me
  const userId = me?.id
  const [upload, setUpload] = useState<UnfinishedUpload>()
  useEffect(() => {
    if (userId) setUpload(readUnfinishedUpload(localStorage, userId, Date.now()))
  }, [userId])
  if (!upload || !userId) return null
  return (
    <div
      role="status"
      className="flex items-start gap-3 rounded-xl bg-accent-soft py-3 pr-2 pl-4 text-sm text-accent-text"
    >
      <History aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="flex-1">
        <strong className="font-semibold">
          Your last upload stopped with {formatCount(upload.left)} of {countOf(upload.files, 'file')} to go.
        </strong>{' '}
        The others are safe. Drop the same files or folder again: what is here already is recognised, and the
        rest is added.
      </p>
      <IconButton
        label="Dismiss"
        icon={<X aria-hidden />}
        className="-my-1.5"
        onClick={() => {
          forgetUnfinishedUpload(localStorage, userId)
          setUpload(undefined)
        }}
      />
    </div>
  )
}
