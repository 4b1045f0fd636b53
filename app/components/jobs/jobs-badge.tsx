import { Link, useFetcher } from '@remix-run/react'
import { Hourglass, LoaderCircle } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLiveEvents } from '~/components/live/use-live-events'
import type { loader } from '~/routes/jobs_.summary'

/** Not oftener than a person looks: a bulk import reports twice a second. */
const EVERY_MS = 1_500

/** In the header while work is under way: how far it is, or that it is held up. Nothing when nothing runs. */
export function JobsBadge() {
  const fetcher = useFetcher<typeof loader>()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  const { load } = fetcher
  const look = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      load('/jobs/summary')
    }, EVERY_MS)
  }
  useEffect(() => {
    load('/jobs/summary')
    return () => clearTimeout(timer.current)
  }, [load])
  useLiveEvents((events) => events.some((event) => event.kind === 'job') && look(), look)

  const summary = fetcher.data
  if (!summary || summary.open === 0) return null
  const percent = summary.total > 0 ? Math.floor((summary.done / summary.total) * 100) : null
  const held = summary.blocked > 0
  const text = held ? 'Held up' : percent === null ? `${summary.open} running` : `${percent} %`
  const label = held
    ? `Background work is held up. ${summary.reason ?? ''}`
    : `${summary.open} ${summary.open === 1 ? 'job' : 'jobs'} under way${percent === null ? '' : `, ${percent} % done`}`
  return (
    <Link
      to="/jobs?show=open"
      aria-label={label}
      title={label}
      className="touch-target inline-flex h-9 shrink-0 items-center gap-2 rounded-full border border-line bg-surface px-3 text-sm font-medium text-soft tabular-nums hover:bg-hover"
    >
      {held ? (
        <Hourglass aria-hidden className="size-4 text-warning-text" />
      ) : (
        <LoaderCircle aria-hidden className="size-4 text-accent-text motion-safe:animate-spin" />
      )}
      {text}
    </Link>
  )
}
