import { useFetcher } from '@remix-run/react'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { action } from '~/routes/people'
import { Button } from '../ui/button'
import { CopyField } from '../ui/copy-field'
import { Field } from '../ui/field'
import { Input, Select } from '../ui/input'
import { ProblemNote } from '../ui/problem-note'
import { roles } from './roles'

export function InviteForm() {
  const fetcher = useFetcher<typeof action>()
  const [role, setRole] = useState('staff')
  const problem = fetcher.data?.problem
  const made = fetcher.data && 'link' in fetcher.data ? fetcher.data : undefined
  return (
    <div className="flex flex-col gap-5 p-5">
      <fetcher.Form method="post" className="flex flex-col gap-4 sm:flex-row sm:items-start" noValidate>
        <input type="hidden" name="intent" value="invite" />
        <Field label="E-mail" error={problem?.fields?.email} className="flex-1">
          {(control) => <Input {...control} name="email" type="email" autoComplete="off" required />}
        </Field>
        <Field label="Role" hint={roles.find(({ value }) => value === role)?.may} className="sm:w-64">
          {(control) => (
            <Select {...control} name="role" value={role} onChange={(event) => setRole(event.target.value)}>
              {roles.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          busy={fetcher.state !== 'idle'}
          icon={<UserPlus aria-hidden className="size-4" />}
          className="sm:mt-[1.6875rem]"
        >
          Invite
        </Button>
      </fetcher.Form>
      <ProblemNote problem={problem?.fields?.email ? null : problem} />
      {made?.link && fetcher.state === 'idle' ? (
        <div role="status">
          <CopyField
            label={`Invitation link for ${made.email}`}
            hint="Shown only now. Inviting the same address again makes a new link and ends this one."
            value={made.link}
          />
        </div>
      ) : null}
    </div>
  )
}
