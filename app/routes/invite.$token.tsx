import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { BrokenLink, EntryForm } from '~/components/shell/entry-form'
import { NewPasswordField } from '~/components/shell/new-password-field'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
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
  return (
    <EntryForm
      title={`Join ${projectName}`}
      description={
        role === 'customer' ? 'You can upload photos and search your own.' : `You are invited as ${role}.`
      }
      problem={problem}
      submitLabel="Join"
    >
      <Field label="E-mail" hint="You sign in with it.">
        {(control) => <Input {...control} type="email" value={email} autoComplete="username" readOnly />}
      </Field>
      <Field label="Your name" error={problem?.fields?.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" required autoFocus />}
      </Field>
      <NewPasswordField error={problem?.fields?.password} />
    </EntryForm>
  )
}

export const ErrorBoundary = BrokenLink
