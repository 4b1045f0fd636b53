import {
  Ban,
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '~/components/ui/badge'
import type { JobView } from '~/domain/jobs/job-view'

const looks: Record<JobView['status'], { label: string; tone: Tone; icon: ReactNode }> = {
  waiting: { label: 'Waiting', tone: 'neutral', icon: <Clock aria-hidden /> },
  running: {
    label: 'Running',
    tone: 'accent',
    icon: <LoaderCircle aria-hidden className="motion-safe:animate-spin" />,
  },
  blocked: { label: 'Held up', tone: 'warning', icon: <Hourglass aria-hidden /> },
  paused: { label: 'Paused', tone: 'neutral', icon: <CirclePause aria-hidden /> },
  completed: { label: 'Done', tone: 'success', icon: <CircleCheck aria-hidden /> },
  completed_with_failures: {
    label: 'Done, with failures',
    tone: 'warning',
    icon: <CircleAlert aria-hidden />,
  },
  failed: { label: 'Failed', tone: 'danger', icon: <CircleX aria-hidden /> },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: <Ban aria-hidden /> },
}

export function JobStatusBadge({ job }: { job: Pick<JobView, 'status' | 'request'> }) {
  if (job.request === 'pause') return <Badge icon={<CirclePause aria-hidden />}>Pausing</Badge>
  if (job.request === 'cancel') return <Badge icon={<Ban aria-hidden />}>Stopping</Badge>
  const { label, tone, icon } = looks[job.status]
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  )
}
