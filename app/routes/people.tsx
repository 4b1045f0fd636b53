import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { InviteForm } from '~/components/people/invite-form'
import { OpenInvitations } from '~/components/people/open-invitations'
import { PeopleTable } from '~/components/people/people-table'
import { Card, CardHeader } from '~/components/ui/card'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { changeRole } from '~/domain/auth/change-role.server'
import { inviteMember } from '~/domain/auth/invite-member.server'
import { listPeople } from '~/domain/auth/list-people.server'
import { createPasswordLink } from '~/domain/auth/password-link.server'
import { removeMember } from '~/domain/auth/remove-member.server'
import { revokeInvitation } from '~/domain/auth/revoke-invitation.server'
import { emailField, roleField, userIdField } from '~/http/form-fields'
import { linkUrl } from '~/http/link-url.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireAdmin } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'People · Recto' }]

const schema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('invite'), email: emailField, role: roleField }),
  z.object({ intent: z.literal('revoke'), invitationId: z.uuid() }),
  z.object({ intent: z.literal('change-role'), userId: userIdField, role: roleField }),
  z.object({ intent: z.literal('remove'), userId: userIdField }),
  z.object({ intent: z.literal('password-link'), userId: userIdField }),
])

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireAdmin(request, context)
  return { ...(await listPeople(context.app, actor)), myId: actor.userId }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireAdmin(request, context)
  try {
    const input = await parseForm(request, schema)
    switch (input.intent) {
      case 'invite': {
        const { token } = await inviteMember(context.app, actor, { email: input.email, role: input.role })
        return data({
          link: linkUrl(request, context, `/invite/${token}`),
          email: input.email,
          problem: undefined,
        })
      }
      case 'password-link': {
        const { token } = await createPasswordLink(context.app, actor, input.userId)
        return data({
          link: linkUrl(request, context, `/reset/${token}`),
          email: undefined,
          problem: undefined,
        })
      }
      case 'revoke':
        await revokeInvitation(context.app, actor, input.invitationId)
        break
      case 'change-role':
        await changeRole(context.app, actor, input)
        break
      case 'remove':
        await removeMember(context.app, actor, input.userId)
        break
    }
    return data({ link: undefined, email: undefined, problem: undefined })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function People() {
  const { people, invitations, myId } = useLoaderData<typeof loader>()
  return (
    <Page>
      <PageHeader
        title="People"
        description="Staff see the whole library. Customers see their own photos and what search gives them."
      />
      <div className="flex flex-col gap-6">
        <Card>
          <CardHeader
            title="Invite somebody"
            description="Recto sends no mail: you get a link to pass on. It works once, for seven days."
          />
          <InviteForm />
        </Card>
        {invitations.length > 0 ? <OpenInvitations invitations={invitations} /> : null}
        <PeopleTable people={people} myId={myId} />
      </div>
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Nobody's access was changed." />
}
