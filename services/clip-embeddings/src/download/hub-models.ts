import type { ModelDescription } from '../model/model-description.ts'

/** One file on the hub, at a pinned revision. */
export interface HubFile {
  /** Its name in the model folder. */
  as: string
  repository: string
  /** A commit, never a branch: a branch would change under us. */
  revision: string
  path: string
  /**
   * SHA-256 pinned here where it is known. Where it is not, the hash the hub itself
   * declares for that commit is used: it catches a broken transfer, not a bad hub.
   */
  sha256?: string
}

export interface HubModel {
  licence: string
  image: HubFile
  text: HubFile
  merges: HubFile
  /** CLIP's exports by transformers pad with the end mark, OpenAI's own code with 0; the mask-free tower must get its own. */
  padId: number
  calibration: ModelDescription['calibration']
}

const XENOVA = {
  repository: 'Xenova/clip-vit-base-patch32',
  revision: 'b8b103f67eef16b29539311ff78dde6c4a754370',
}
const LAION = {
  repository: 'immich-app/ViT-B-32__laion2b-s34b-b79k',
  revision: '8204c663a7b5aa2edd55e0df578b39f57af07376',
}

/** SHA-256 of CLIP's 48,894 merges, one a line: every publisher's merges.txt must come to this. */
export const MERGES_SHA256 = 'f61f2adf497e6f5357c347aeb4646fabe82f341e946de5bdec5d2858e41bef4a'

const merges: HubFile = { as: 'merges.txt', ...XENOVA, path: 'merges.txt' }

/**
 * Starting points from published behaviour of these weights (true text matches
 * near 0.25–0.35, unrelated ones below 0.2), not fitted on a shop's own photos.
 */
const openaiCalibration: ModelDescription['calibration'] = {
  textToImage: { slope: 60, intercept: -15, strong: 0.29, possible: 0.25, weak: 0.22 },
  imageToImage: { slope: 20, intercept: -15, strong: 0.88, possible: 0.75, weak: 0.65 },
}
const laionCalibration: ModelDescription['calibration'] = {
  textToImage: { slope: 50, intercept: -11, strong: 0.28, possible: 0.22, weak: 0.18 },
  imageToImage: { slope: 18, intercept: -12.6, strong: 0.85, possible: 0.7, weak: 0.58 },
}

/** What `npm run model:download` can fetch. */
export const HUB_MODELS: Record<string, HubModel> = {
  'clip-vit-b-32': {
    licence: 'MIT (OpenAI CLIP weights)',
    image: {
      as: 'image.onnx',
      ...XENOVA,
      path: 'onnx/vision_model.onnx',
      sha256: 'fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40',
    },
    text: { as: 'text.onnx', ...XENOVA, path: 'onnx/text_model.onnx' },
    merges,
    padId: 49_407,
    calibration: openaiCalibration,
  },
  'clip-vit-b-32-int8': {
    licence: 'MIT (OpenAI CLIP weights)',
    image: { as: 'image.onnx', ...XENOVA, path: 'onnx/vision_model_quantized.onnx' },
    text: {
      as: 'text.onnx',
      ...XENOVA,
      path: 'onnx/text_model_quantized.onnx',
      sha256: '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
    },
    merges,
    padId: 49_407,
    calibration: openaiCalibration,
  },
  'clip-vit-b-32-laion2b': {
    licence: 'MIT (LAION CLIP ViT-B/32 laion2b_s34b_b79k weights)',
    image: { as: 'image.onnx', ...LAION, path: 'visual/model.onnx' },
    text: { as: 'text.onnx', ...LAION, path: 'textual/model.onnx' },
    merges,
    padId: 0,
    calibration: laionCalibration,
  },
}
