import { clsx } from 'clsx'
import { Card, CardHeader } from '~/components/ui/card'
import type { JobDetails } from '~/domain/jobs/get-job.server'

/** The newest lines of the job's log, oldest first. */
export function JobLog({ lines }: { lines: JobDetails['log'] }) {
  return (
    <Card>
      <CardHeader title="Log" description="Times are UTC." />
      {/* Focusable because it scrolls: keyboards must reach what mice can. */}
      <ol
        tabIndex={0}
        aria-label="Log lines"
        className="max-h-96 overflow-auto px-5 py-3 font-mono text-xs/5"
      >
        {lines.map((line) => (
          <li key={line.id} className="flex gap-3">
            <time dateTime={line.at} className="shrink-0 text-faint">
              {line.at.slice(11, 19)}
            </time>
            <span
              className={clsx(
                'min-w-0 break-words',
                line.level === 'error' && 'text-danger-text',
                line.level === 'warn' && 'text-warning-text',
              )}
            >
              {line.message}
              {line.data ? <span className="text-faint"> {JSON.stringify(line.data)}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
