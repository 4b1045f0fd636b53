import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { signOut } from '~/domain/auth/sign-out.server'

/** A link from a bookmark or a mail program must not sign anybody out: only a form of ours does. */
export function loader() {
  return redirect('/')
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { cookies } = await signOut(context, request.headers.get('cookie'))
  for (const cookie of cookies) context.setCookie(cookie)
  return redirect('/sign-in')
}
