import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { EntryForm } from '~/components/shell/entry-form'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { isSetUp } from '~/domain/auth/is-set-up.server'
import { emailField } from '~/http/form-fields'
import { openSession } from '~/http/open-session.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'
import { readSession } from '~/http/require-actor.server'
import { safeNext } from '~/http/safe-next'

export const handle = { bare: true }
export const meta: MetaFunction = () => [{ title: 'Sign in · Recto' }]

const schema = z.object({ email: emailField, password: z.string().min(1, 'Enter your password.').max(200) })

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!(await isSetUp(context.app))) throw redirect('/setup')
  if (await readSession(request, context))
    throw redirect(safeNext(new URL(request.url).searchParams.get('next')))
  return null
}

export async function action({ request, context }: ActionFunctionArgs) {
  try {
    await openSession(request, context, await parseForm(request, schema))
  } catch (error) {
    return problemData(error, context)
  }
  return redirect(safeNext(new URL(request.url).searchParams.get('next')))
}

export default function SignIn() {
  const problem = useActionData<typeof action>()?.problem
  const fields = problem?.fields
  return (
    <EntryForm
      title="Sign in"
      description="Welcome back."
      problem={problem}
      submitLabel="Sign in"
      footer={
        <p className="text-center text-sm text-faint">
          Forgot your password? An admin can make you a new password link.
        </p>
      }
    >
      <Field label="E-mail" error={fields?.email}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
        )}
      </Field>
      <Field label="Password" error={fields?.password}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
    </EntryForm>
  )
}
