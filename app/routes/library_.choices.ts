import type { LoaderFunctionArgs } from '@remix-run/node'
import { listCollectionNames } from '~/domain/collections/list-collection-names.server'
import { listFilterChoices } from '~/domain/photos/list-filter-choices.server'
import { requireActor } from '~/http/require-actor.server'

/** What the filters offer, asked for when they are opened: counting every photo is not for each key pressed. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireActor(request, context)
  const [choices, collections] = await Promise.all([
    listFilterChoices(context.app, actor),
    listCollectionNames(context.app, actor),
  ])
  return { ...choices, collections }
}
