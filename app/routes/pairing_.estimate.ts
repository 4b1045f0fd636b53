import type { ActionFunctionArgs } from '@remix-run/node'
import { estimateRun } from '~/domain/pairing/runs/estimate-run.server'
import { parseForm } from '~/http/parse-form.server'
import { photoChoiceForm } from '~/http/parse-photo-choice.server'
import { problemResponse } from '~/http/problem.server'
import { requireStaff } from '~/http/require-actor.server'

/** How many photos the form names now, and what each strategy would cost. Changes nothing. */
export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireStaff(request, context)
  try {
    const choice = await parseForm(request, photoChoiceForm)
    return Response.json({ estimate: await estimateRun(context.app, actor, choice) })
  } catch (error) {
    // A resource route answers a Response: what forms return keeps no status without a page around it.
    return problemResponse(error, context)
  }
}
