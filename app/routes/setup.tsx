import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { EntryForm } from '~/components/shell/entry-form'
import { NewPasswordField } from '~/components/shell/new-password-field'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { isSetUp } from '~/domain/auth/is-set-up.server'
import { setUpInstall } from '~/domain/auth/set-up-install.server'
import { emailField, nameField, newPasswordField } from '~/http/form-fields'
import { openSession } from '~/http/open-session.server'
import { parseForm } from '~/http/parse-form.server'
import { problemData } from '~/http/problem.server'

export const handle = { bare: true }
export const meta: MetaFunction = () => [{ title: 'Set up Recto' }]

const schema = z.object({
  project: nameField,
  name: nameField,
  email: emailField,
  password: newPasswordField,
})

export async function loader({ context }: LoaderFunctionArgs) {
  if (await isSetUp(context.app)) throw redirect('/library')
  return null
}

export async function action({ request, context }: ActionFunctionArgs) {
  try {
    await context.limits.links.spend(context.clientAddress)
    const input = await parseForm(request, schema)
    await setUpInstall(context.app, input)
    await openSession(request, context, input)
  } catch (error) {
    return problemData(error, context)
  }
  return redirect('/library')
}

export default function SetUp() {
  const problem = useActionData<typeof action>()?.problem
  const fields = problem?.fields
  return (
    <EntryForm
      title="Set up Recto"
      description="You become the admin. Everything can be changed later."
      problem={problem}
      submitLabel="Create the library"
    >
      <Field label="Name of your shop or library" error={fields?.project}>
        {(control) => <Input {...control} name="project" autoComplete="organization" required autoFocus />}
      </Field>
      <Field label="Your name" error={fields?.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" required />}
      </Field>
      <Field label="E-mail" error={fields?.email} hint="You sign in with it. Recto sends no mail.">
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <NewPasswordField error={fields?.password} />
    </EntryForm>
  )
}
