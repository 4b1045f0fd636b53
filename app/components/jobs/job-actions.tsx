import { useFetcher } from '@remix-run/react'
import { Ban, Pause, Play, RotateCcw } from 'lucide-react'
import { useEffect } from 'react'
import { toast } from 'sonner'
import { Button } from '~/components/ui/button'
import type { JobAction } from '~/domain/jobs/job-view'
import type { action } from '~/routes/jobs'

const faces = {
  pause: { label: 'Pause', icon: <Pause aria-hidden className="size-4" /> },
  resume: { label: 'Resume', icon: <Play aria-hidden className="size-4" /> },
  cancel: { label: 'Cancel', icon: <Ban aria-hidden className="size-4" /> },
  retry: { label: 'Retry', icon: <RotateCcw aria-hidden className="size-4" /> },
} satisfies Record<JobAction, unknown>

/**
 * What can be done with these jobs now. Nothing here destroys anything: a cancelled job keeps what is done and can be
 * retried, so nothing asks "are you sure?".
 */
export function JobActions({
  jobIds,
  actions,
  itemKey,
  retryLabel,
  size = 'small',
  onDone,
}: {
  /** Where the jobs can do different things: those that can do this one. */
  jobIds: string[] | ((action: JobAction) => string[])
  actions: JobAction[]
  itemKey?: string
  retryLabel?: string
  size?: 'small' | 'medium'
  onDone?: () => void
}) {
  const fetcher = useFetcher<typeof action>()
  const problem = fetcher.data?.problem
  const done = fetcher.state === 'idle' && fetcher.data !== undefined && !problem
  useEffect(() => {
    if (problem) toast.error(problem.detail, { description: problem.hint })
  }, [problem])
  useEffect(() => {
    if (done) onDone?.()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per answer
  }, [done, fetcher.data])
  const pending = fetcher.formData?.get('action')
  return actions.map((name) => (
    <Button
      key={name}
      size={size}
      variant={name === 'cancel' ? 'ghost' : 'secondary'}
      icon={faces[name].icon}
      busy={pending === name}
      disabled={fetcher.state !== 'idle'}
      onClick={() => {
        const ids = typeof jobIds === 'function' ? jobIds(name) : jobIds
        const form = { action: name, jobIds: ids.join(','), ...(itemKey ? { itemKey } : {}) }
        void fetcher.submit(form, { method: 'post', action: '/jobs' })
      }}
    >
      {name === 'retry' && retryLabel ? retryLabel : faces[name].label}
    </Button>
  ))
}
