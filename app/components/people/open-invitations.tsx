import { useFetcher } from '@remix-run/react'
import type { OpenInvitation } from '~/domain/auth/list-people.server'
import type { action } from '~/routes/people'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Card, CardHeader } from '../ui/card'
import { ProblemNote } from '../ui/problem-note'
import { TimeAgo } from '../ui/time-ago'

/** Links that nobody has used yet. */
export function OpenInvitations({ invitations }: { invitations: OpenInvitation[] }) {
  return (
    <Card>
      <CardHeader title="Open invitations" />
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  )
}

function InvitationRow({ invitation }: { invitation: OpenInvitation }) {
  const fetcher = useFetcher<typeof action>()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{invitation.email}</p>
        <p className="text-sm text-faint">
          {invitation.role}, {invitation.expired ? 'expired' : 'expires'}{' '}
          <TimeAgo date={invitation.expiresAt} />
        </p>
      </div>
      {invitation.expired ? <Badge tone="warning">Expired</Badge> : null}
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="revoke" />
        <input type="hidden" name="invitationId" value={invitation.id} />
        <Button
          type="submit"
          size="small"
          variant="ghost"
          busy={fetcher.state !== 'idle'}
          aria-label={`Withdraw the invitation of ${invitation.email}`}
        >
          Withdraw
        </Button>
      </fetcher.Form>
      <ProblemNote problem={fetcher.data?.problem} />
    </li>
  )
}
