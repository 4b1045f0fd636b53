import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useRouteError } from '@remix-run/react'
import { z } from 'zod'
import { BareShell } from '~/components/shell/bare-shell'
import { EntryCard } from '~/components/shell/entry-card'
import { NewPasswordField } from '~/components/shell/new-password-field'
import { Button, ButtonLink } from '~/components/ui/button'
import { ErrorState } from '~/components/ui/error-state'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { ProblemNote } from '~/components/ui/problem-note'
import { acceptInvitation } from '~/domain/auth/accept-invitation.server'
import { readInvitation } from '~/domain/auth/read-invitation.server'
import { nameField, newPasswordField } from '~/http/form-fields'
import { openSession } from '~/http/open-session.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'

export const handle = { bare: true }
export const meta: MetaFunction = () => [{ title: 'Invitation · Recto' }]

const schema = z.object({ name: nameField, password: newPasswordField })

export async function loader({ params, context }: LoaderFunctionArgs) {
  await context.limits.links.spend(context.clientAddress)
  return readInvitation(context.app, params.token ?? '')
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  try {
    await context.limits.links.spend(context.clientAddress)
    const input = await parseForm(request, schema)
    const { email } = await acceptInvitation(context.app, { token: params.token ?? '', ...input })
    await openSession(request, context, { email, password: input.password })
  } catch (error) {
    return problemData(error, context)
  }
  return redirect('/library')
}

export default function Invitation() {
  const { email, projectName, role } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>()?.problem
  const busy = useNavigation().state === 'submitting'
  const fields = problem?.fields
  return (
    <EntryCard
      title={`Join ${projectName}`}
      description={
        role === 'customer' ? 'You can upload photos and search your own.' : `You are invited as ${role}.`
      }
    >
      <Form method="post" className="flex flex-col gap-5" noValidate>
        <ProblemNote problem={fields ? null : problem} />
        <Field label="E-mail" hint="You sign in with it.">
          {(control) => <Input {...control} type="email" value={email} autoComplete="username" readOnly />}
        </Field>
        <Field label="Your name" error={fields?.name}>
          {(control) => <Input {...control} name="name" autoComplete="name" required autoFocus />}
        </Field>
        <NewPasswordField error={fields?.password} />
        <Button type="submit" variant="primary" busy={busy}>
          Join
        </Button>
      </Form>
    </EntryCard>
  )
}

export function ErrorBoundary() {
  return (
    <BareShell>
      <ErrorState error={useRouteError()} actions={<ButtonLink to="/sign-in">Sign in</ButtonLink>} />
    </BareShell>
  )
}
