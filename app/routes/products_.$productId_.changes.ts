import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { changeProduct } from '~/domain/products/change-product.server'
import { productRoles } from '~/domain/products/product-view'
import { nameOfAtMost } from '~/http/form-fields'
import { parseJson } from '~/http/parse-json.server'
import { readUuid } from '~/http/read-uuid'
import { requireStaff } from '~/http/require-actor.server'

const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rename'), name: nameOfAtMost(200) }),
  z.object({ kind: z.enum(['role', 'add']), photoId: z.uuid(), role: z.enum(productRoles) }),
  z.object({ kind: z.literal('remove'), photoId: z.uuid() }),
  z.object({ kind: z.enum(['delete', 'restore']) }),
])
const schema = z.object({ changes: z.array(change).min(1).max(50) })

/** `POST` with `{ changes }`: all of them in order or none. Answers the changes that take them back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  const { changes } = await parseJson(request, schema, 'These changes have the wrong shape.')
  const productId = readUuid(params.productId, 'product')
  return Response.json(await changeProduct(context.app, actor, productId, changes))
}
