import { Form, useNavigation, useRouteError } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { FormProblem } from '~/http/problem.server'
import { Button, ButtonLink } from '../ui/button'
import { ErrorState } from '../ui/error-state'
import { ProblemNote } from '../ui/problem-note'
import { BareShell } from './bare-shell'
import { EntryCard } from './entry-card'

/** A page outside the app with one form: sign-in, set-up, an invitation, a new password. */
export function EntryForm({
  title,
  description,
  problem,
  submitLabel,
  footer,
  children,
}: {
  title: string
  description: ReactNode
  /** What the action answered. Messages of single fields stand at the fields, which are the caller's. */
  problem: FormProblem | undefined
  submitLabel: string
  footer?: ReactNode
  children: ReactNode
}) {
  // Also while the page behind the redirect loads: the form is done then, and a second click would send it again.
  const busy = useNavigation().formMethod === 'POST'
  return (
    <EntryCard title={title} description={description}>
      {/* The server's messages say more than the browser's bubbles, and look the same everywhere. */}
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <ProblemNote problem={problem?.fields ? null : problem} />
        {children}
        <Button type="submit" variant="primary" busy={busy}>
          {submitLabel}
        </Button>
        {footer}
      </Form>
    </EntryCard>
  )
}

/** The ErrorBoundary of a page that a link leads to: the link is too old, used, or mistyped. */
export function BrokenLink() {
  return (
    <BareShell>
      <ErrorState error={useRouteError()} actions={<ButtonLink to="/sign-in">Sign in</ButtonLink>} />
    </BareShell>
  )
}
