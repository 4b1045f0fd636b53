import type { LoaderFunctionArgs } from '@remix-run/node'
import { listFilterChoices } from '~/domain/photos/list-filter-choices.server'
import { requireActor } from '~/http/require-actor.server'

/** What the filters offer, asked for when they are opened: counting every photo is not for each key pressed. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  return listFilterChoices(context.app, await requireActor(request, context))
}
