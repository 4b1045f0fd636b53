import type { AppContext } from '~/platform/context.server'
import { assertStaff, type Actor } from '../../auth/actor'
import { estimateCost } from '../estimate-cost'
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
    /** What it will cost at most; 0: nothing. Direct costs about this, hybrid usually much less. */
    readonly usd: number
  }>
}

/** The instructions that go with a question; they vary by a cent in a hundred dollars. */
const LETTERS = 900
/** Hybrid shows one photo and at most four candidates a question. */
const SHOWN = 5
const ANSWER_TOKENS = { direct: 45, hybrid: 60 }

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
  const previews = photos.map(({ width, height }) => {
    const fit = Math.min(1, model.previewSide / Math.max(width, height))
    return { width: Math.round(width * fit), height: Math.round(height * fit) }
  })
  if (strategy === 'direct') {
    const requests = Math.ceil(photos.length / model.photosPerRequest)
    return estimateCost(previews, ' '.repeat(LETTERS * requests), answer('direct', photos.length / 2), model)
      .usd
  }
  const questions = Math.min(model.questions, photos.length)
  const shown = Array.from({ length: questions * SHOWN }, (_, at) => previews[at % previews.length])
  return estimateCost(
    shown.flatMap((size) => (size ? [size] : [])),
    ' '.repeat(LETTERS * questions),
    answer('hybrid', questions),
    model,
  ).usd
}

const answer = (strategy: 'direct' | 'hybrid', times: number): number =>
  Math.ceil(times) * ANSWER_TOKENS[strategy]
