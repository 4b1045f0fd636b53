import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import {
  addToCollection,
  createCollection,
  deleteCollection,
  removeFromCollection,
  renameCollection,
} from '~/domain/collections/change-collection.server'
import { listCollectionNames } from '~/domain/collections/list-collection-names.server'
import { nameField } from '~/http/form-fields'
import { parseJson } from '~/http/parse-json.server'
import { requireActor } from '~/http/require-actor.server'

const photoIds = z.array(z.uuid()).max(5000)
const schema = z.discriminatedUnion('change', [
  z.object({ change: z.literal('create'), name: nameField, photoIds }),
  z.object({ change: z.literal('rename'), id: z.uuid(), name: nameField }),
  z.object({ change: z.literal('delete'), id: z.uuid() }),
  z.object({ change: z.literal('add'), id: z.uuid(), photoIds }),
  z.object({ change: z.literal('remove'), id: z.uuid(), photoIds }),
])

/** `GET /api/collections`: names and ids, for menus. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  return Response.json(await listCollectionNames(context.app, await requireActor(request, context)))
}

/** `POST /api/collections` with `{ change: create|rename|delete|add|remove, … }`. */
export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireActor(request, context)
  const input = await parseJson(request, schema)
  const { app } = context
  switch (input.change) {
    case 'create':
      return Response.json(await createCollection(app, actor, input), { status: 201 })
    case 'rename':
      await renameCollection(app, actor, input)
      return Response.json({})
    case 'delete':
      return Response.json(await deleteCollection(app, actor, input.id))
    case 'add':
      return Response.json({ count: await addToCollection(app, actor, input) })
    case 'remove':
      return Response.json({ count: await removeFromCollection(app, actor, input) })
  }
}
