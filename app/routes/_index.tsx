import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { isSetUp } from '~/domain/auth/is-set-up.server'

export async function loader({ context }: LoaderFunctionArgs) {
  throw redirect((await isSetUp(context.app)) ? '/library' : '/setup')
}
