import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { changePairs } from '~/domain/pairing/runs/change-pairs.server'
import { pairChange } from '~/domain/pairing/runs/pair-change'
import { parseJson } from '~/http/parse-json.server'
import { readUuid } from '~/http/read-uuid'
import { requireStaff } from '~/http/require-actor.server'

const schema = z.object({ changes: z.array(pairChange).min(1).max(600) })

/** `POST` with `{ changes }`: all of them in order or none. Answers the changed pairs with their new versions. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  const { changes } = await parseJson(request, schema, 'These changes have the wrong shape.')
  const runId = readUuid(params.runId, 'pairing run')
  return Response.json(await changePairs(context.app, actor, runId, changes))
}
