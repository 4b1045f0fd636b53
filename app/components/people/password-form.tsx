import { useFetcher } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { action } from '~/routes/settings'
import { NewPasswordField } from '../shell/new-password-field'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { ProblemNote } from '../ui/problem-note'
import { toast } from '../ui/toaster'

export function PasswordForm({ email }: { email: string }) {
  const fetcher = useFetcher<typeof action>()
  const form = useRef<HTMLFormElement>(null)
  const problem = fetcher.data?.problem
  useEffect(() => {
    if (!fetcher.data || fetcher.data.problem) return
    toast('Password changed')
    form.current?.reset()
  }, [fetcher.data])
  return (
    <fetcher.Form ref={form} method="post" className="flex flex-col gap-5 p-5" noValidate>
      <input type="hidden" name="intent" value="change-password" />
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <ProblemNote problem={problem?.fields ? null : problem} />
      <Field label="Current password" error={problem?.fields?.currentPassword}>
        {(control) => (
          <Input
            {...control}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <NewPasswordField label="New password" name="newPassword" error={problem?.fields?.newPassword} />
      <Button type="submit" busy={fetcher.state !== 'idle'} className="self-start">
        Change password
      </Button>
    </fetcher.Form>
  )
}
