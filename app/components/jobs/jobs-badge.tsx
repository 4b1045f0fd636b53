import { Link } from '@remix-run/react'
import { Hourglass, LoaderCircle } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLiveEvents } from '~/components/live/use-live-events'
import type { JobsSummary } from '~/domain/jobs/summarise-jobs.server'

/** Not oftener than a person looks: a bulk import reports twice a second. */
const EVERY_MS = 1_500

/** In the header while work is under way: how far it is, or that it is held up. Nothing when nothing runs. */
export function JobsBadge() {
  const [summary, setSummary] = useState<JobsSummary>()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  // Not a fetcher: with an ended session that would take the whole page to sign-in, away from an upload that waits.
  const load = useCallback(async () => {
    const answer = await fetch('/jobs/summary', { headers: { accept: 'application/json' } }).catch(() => null)
    if (answer?.ok) setSummary((await answer.json()) as JobsSummary)
  }, [])
  const look = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void load()
    }, EVERY_MS)
  }
  useEffect(() => {
    void load()
    return () => clearTimeout(timer.current)
  }, [load])
  useLiveEvents((events) => events.some((event) => event.kind === 'job') && look(), look)

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
