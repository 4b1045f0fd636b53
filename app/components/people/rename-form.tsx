import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import type { action } from '~/routes/settings'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { ProblemNote } from '../ui/problem-note'
import { toast } from '../ui/toaster'

export function RenameForm({ intent, label, value }: { intent: string; label: string; value: string }) {
  const fetcher = useFetcher<typeof action>()
  const problem = fetcher.data?.problem
  useEffect(() => {
    if (fetcher.data && !fetcher.data.problem) toast('Saved')
  }, [fetcher.data])
  return (
    <fetcher.Form method="post" className="flex flex-col gap-4 p-5" noValidate>
      <input type="hidden" name="intent" value={intent} />
      <ProblemNote problem={problem?.fields ? null : problem} />
      <div className="flex items-start gap-3">
        <Field label={label} error={problem?.fields?.name} className="flex-1">
          {(control) => <Input {...control} name="name" defaultValue={value} key={value} required />}
        </Field>
        <Button type="submit" busy={fetcher.state !== 'idle'} className="mt-[1.6875rem]">
          Save
        </Button>
      </div>
    </fetcher.Form>
  )
}
