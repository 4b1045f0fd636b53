import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../../auth/actor'
import { estimateDirect } from '../ask-about-group.server'
import { CANDIDATES, estimateCloseCalls } from '../ask-close-call.server'
import { STRATEGIES, whyUnavailable, type Strategy } from '../strategies'
import { visionModel, type VisionModel } from '../vision-model'
import { choosePhotos, MOST_PHOTOS, type ChosenPhotos, type PhotoChoice } from './choose-photos.server'

export interface RunEstimate {
  readonly photos: number
  readonly most: number
  readonly leftOut: ChosenPhotos['leftOut']
  readonly strategies: ReadonlyArray<{
    readonly name: Strategy
    readonly unavailable: string | null
    /** 0: nothing. Direct costs about this, twice where the model is asked again; hybrid at most about this. */
    readonly usd: number
  }>
}

/** How many photos a choice holds and what each strategy would cost, before anything is sent. */
export async function estimateRun(
  ctx: Pick<AppContext, 'db' | 'env'>,
  actor: Actor,
  choice: PhotoChoice,
): Promise<RunEstimate> {
  assertStaff(actor)
  const { photos, leftOut } = await choosePhotos(ctx.db.prisma, actor, choice)
  const model = visionModel(ctx.env.OPENAI_VISION_MODEL, ctx.env.OPENAI_VISION_SETTINGS)
  return {
    photos: photos.length,
    most: MOST_PHOTOS,
    leftOut,
    strategies: STRATEGIES.map((name) => ({
      name,
      unavailable: whyUnavailable(name, { openAiKey: ctx.env.OPENAI_API_KEY }),
      usd: photos.length < 2 ? 0 : costOf(name, photos, model),
    })),
  }
}

function costOf(strategy: Strategy, photos: ChosenPhotos['photos'], model: VisionModel): number {
  if (strategy === 'local') return 0
  if (strategy === 'direct') return estimateDirect(photos, model).usd
  const questions = Math.min(model.questions, photos.length)
  // Which are shown beside which is not known yet: every one as often as the others.
  const shown = Array.from({ length: questions * (CANDIDATES + 1) }, (_, at) => photos[at % photos.length])
  return estimateCloseCalls(shown, questions, model).usd
}
