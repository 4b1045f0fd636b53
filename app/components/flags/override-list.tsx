import { useFetcher } from '@remix-run/react'
import { X } from 'lucide-react'
import type { FlagOverview } from '~/domain/flags/list-flags.server'
import type { action } from '~/routes/flags'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Select } from '../ui/input'
import { ProblemNote } from '../ui/problem-note'

/** Single people who are in or out whatever the flag says. */
export function OverrideList({
  flag,
  people,
  locked,
}: {
  flag: FlagOverview
  people: { userId: string; name: string; email: string }[]
  locked: boolean
}) {
  const fetcher = useFetcher<typeof action>()
  const free = people.filter(({ userId }) => !flag.overrides.some((override) => override.userId === userId))
  const withdraw = (userId: string) =>
    fetcher.submit({ intent: 'override', key: flag.key, userId, enabled: 'none' }, { method: 'post' })
  return (
    <section aria-labelledby={`${flag.key}-overrides`} className="flex flex-col gap-3">
      <h3 id={`${flag.key}-overrides`} className="text-sm font-medium">
        Exceptions
      </h3>
      {flag.overrides.length > 0 ? (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {flag.overrides.map((override) => (
            <li key={override.userId} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
              <span className="min-w-0 flex-1 truncate text-sm" title={override.email}>
                {override.name}
              </span>
              <Badge tone={override.enabled ? 'success' : 'neutral'}>
                {override.enabled ? 'Always in' : 'Always out'}
              </Badge>
              <IconButton
                label={`End the exception for ${override.name}`}
                icon={<X aria-hidden />}
                disabled={locked}
                onClick={() => withdraw(override.userId)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-faint">Nobody. Add one to try a feature on somebody, or to spare them.</p>
      )}
      {free.length > 0 && !locked ? (
        <fetcher.Form method="post" className="flex flex-wrap items-center gap-2">
          <input type="hidden" name="intent" value="override" />
          <input type="hidden" name="key" value={flag.key} />
          <Select name="userId" aria-label="Person" className="min-w-0 flex-1 basis-full">
            {free.map(({ userId, name, email }) => (
              <option key={userId} value={userId}>
                {name} ({email})
              </option>
            ))}
          </Select>
          <Select name="enabled" aria-label="In or out" className="max-w-36">
            <option value="on">Always in</option>
            <option value="off">Always out</option>
          </Select>
          <Button type="submit" busy={fetcher.state !== 'idle'}>
            Add
          </Button>
        </fetcher.Form>
      ) : null}
      <ProblemNote problem={fetcher.data?.problem} />
    </section>
  )
}
