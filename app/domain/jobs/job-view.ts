import type { JobStatus } from '~/platform/db/generated/enums'
import { errorCatalog, type ErrorCode } from '~/platform/errors'

export type { JobStatus }

export const openStatuses = ['waiting', 'running', 'blocked', 'paused'] as const satisfies JobStatus[]
export const isOpen = (status: JobStatus): boolean => openStatuses.some((open) => open === status)

export type JobAction = 'pause' | 'resume' | 'cancel' | 'retry'

/** What a person can do with a job in this state; the one truth for buttons and for controlJob. */
export function actionsOf(job: {
  status: JobStatus
  request: string | null
  itemised: boolean
  failed: number
  done: number
  total: number
}): JobAction[] {
  if (job.request === 'cancel') return []
  if (job.request === 'pause') return ['resume', 'cancel']
  if (job.status === 'paused') return ['resume', 'cancel']
  if (isOpen(job.status)) return ['pause', 'cancel']
  if (job.status === 'completed') return []
  // A cancelled job that had nothing left has nothing to retry.
  return job.status === 'cancelled' && job.itemised && job.failed === 0 && job.done >= job.total
    ? []
    : ['retry']
}

/** One job as lists and the header show it. Dates are ISO strings: it travels to the browser. */
export interface JobView {
  id: string
  name: string
  title: string
  system: boolean
  status: JobStatus
  request: string | null
  reason: string | null
  code: string | null
  hint: string | null
  total: number
  done: number
  failed: number
  currentStep: string | null
  actions: JobAction[]
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
  nextRunAt: string | null
}

interface JobRow {
  id: string
  projectId: string | null
  name: string
  title: string
  status: JobStatus
  request: string | null
  statusReason: string | null
  errorCode: string | null
  itemised: boolean
  total: number
  done: number
  failed: number
  currentStep: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  nextRunAt: Date | null
}

export function toJobView(job: JobRow): JobView {
  return {
    id: job.id,
    name: job.name,
    title: job.title,
    system: job.projectId === null,
    status: job.status,
    request: job.request,
    reason: job.statusReason,
    code: job.errorCode,
    hint: hintOf(job.errorCode),
    total: job.total,
    done: job.done,
    failed: job.failed,
    currentStep: job.currentStep,
    actions: actionsOf(job),
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    nextRunAt: job.nextRunAt?.toISOString() ?? null,
  }
}

export function hintOf(code: string | null): string | null {
  return code !== null && Object.hasOwn(errorCatalog, code) ? errorCatalog[code as ErrorCode].hint : null
}
