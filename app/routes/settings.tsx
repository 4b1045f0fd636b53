import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { PasswordForm } from '~/components/people/password-form'
import { RenameForm } from '~/components/people/rename-form'
import { ButtonLink } from '~/components/ui/button'
import { Card, CardHeader } from '~/components/ui/card'
import { ErrorState } from '~/components/ui/error-state'
import { Page, PageHeader } from '~/components/ui/page-header'
import { seesWholeProject } from '~/domain/auth/actor'
import { changePassword } from '~/domain/auth/change-password.server'
import { readSettings } from '~/domain/auth/read-settings.server'
import { renameProject, renameUser } from '~/domain/auth/update-settings.server'
import { nameField, newPasswordField } from '~/http/form-fields'
import { openSession } from '~/http/open-session.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { requireActor, requireSession } from '~/http/require-actor.server'

export const meta: MetaFunction = () => [{ title: 'Settings · Recto' }]

const schema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('rename-me'), name: nameField }),
  z.object({ intent: z.literal('rename-project'), name: nameField }),
  z.object({
    intent: z.literal('change-password'),
    currentPassword: z.string().min(1, 'Enter your current password.').max(200),
    newPassword: newPasswordField,
  }),
])

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  return {
    ...(await readSettings(context.app, actor)),
    isAdmin: actor.role === 'admin',
    isStaff: seesWholeProject(actor),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { actor, user } = await requireSession(request, context)
  try {
    const input = await parseForm(request, schema)
    if (input.intent === 'rename-me') await renameUser(context.app, actor, input.name)
    if (input.intent === 'rename-project') await renameProject(context.app, actor, input.name)
    if (input.intent === 'change-password') {
      // Guessing the current password from a borrowed session counts like guessing it at the door.
      await context.limits.signInByEmail.spend(user.email)
      await changePassword(context.app, actor, input)
      await openSession(request, context, { email: user.email, password: input.newPassword })
    }
    return data({ problem: undefined, saved: input.intent })
  } catch (error) {
    return problemData(error, context)
  }
}

export default function SettingsPage() {
  const { name, email, projectName, sessions, isAdmin, isStaff } = useLoaderData<typeof loader>()
  return (
    <Page width="narrow">
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-6">
        <Card>
          <CardHeader title="You" description={`Signed in as ${email}`} />
          <RenameForm intent="rename-me" label="Your name" value={name} />
        </Card>
        {isAdmin ? (
          <Card>
            <CardHeader title="Library" description="Its name is on invitations." />
            <RenameForm intent="rename-project" label="Name" value={projectName} />
          </Card>
        ) : null}
        <Card>
          <CardHeader
            title="Password"
            description={`A new password signs out every other browser${sessions > 1 ? ` (${sessions - 1} now)` : ''}.`}
          />
          <PasswordForm email={email} />
        </Card>
        {isStaff ? (
          <Card>
            <CardHeader
              title="Search model"
              description="What reads the pictures, and the change to another one."
            />
            <div className="p-5">
              <ButtonLink to="/model">Open the search model</ButtonLink>
            </div>
          </Card>
        ) : null}
      </div>
    </Page>
  )
}

export function ErrorBoundary() {
  return <ErrorState error={useRouteError()} kept="Your settings are as they were." />
}
