import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { changePairs } from '~/domain/pairing/runs/change-pairs.server'
import { pairChange } from '~/domain/pairing/runs/pair-change'
import { readUuid } from '~/http/read-uuid'
import { requireStaff } from '~/http/require-actor.server'
import { AppError } from '~/platform/errors'

const schema = z.object({ changes: z.array(pairChange).min(1).max(600) })

/** `POST` with `{ changes }`: all of them in order or none. Answers the changed pairs with their new versions. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  const body = schema.safeParse(await request.json().catch(() => null))
  if (!body.success) {
    throw new AppError('BAD_REQUEST', 'These changes have the wrong shape.', {
      details: { issues: body.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) },
    })
  }
  const runId = readUuid(params.runId, 'pairing run')
  return Response.json(await changePairs(context.app, actor, runId, body.data.changes))
}
