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
import { readPasswordLink, setPasswordByLink } from '~/domain/auth/password-link.server'
import { newPasswordField } from '~/http/form-fields'
import { openSession } from '~/http/open-session.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'

export const handle = { bare: true }
export const meta: MetaFunction = () => [{ title: 'New password · Recto' }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  await context.limits.links.spend(context.clientAddress)
  return readPasswordLink(context.app, params.token ?? '')
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  try {
    await context.limits.links.spend(context.clientAddress)
    const { password } = await parseForm(request, z.object({ password: newPasswordField }))
    const { email } = await setPasswordByLink(context.app, { token: params.token ?? '', password })
    await openSession(request, context, { email, password })
  } catch (error) {
    return problemData(error, context)
  }
  return redirect('/library')
}

export default function ResetPassword() {
  const { email } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>()?.problem
  return (
    <EntryForm
      title="New password"
      description={`For ${email}. Every other session is signed out.`}
      problem={problem}
      submitLabel="Save and sign in"
    >
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <NewPasswordField label="New password" error={problem?.fields?.password} />
    </EntryForm>
  )
}

export const ErrorBoundary = BrokenLink
