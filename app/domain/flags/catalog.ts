/** Every flag of Recto, once. State lives in the database; an environment variable overrides it. */
export const flagCatalog = {
  'image-search': {
    title: 'Image search',
    description:
      'Search by words and by picture with embeddings. Outside it, search looks at names and tags only.',
    env: 'FEATURE_IMAGE_SEARCH',
    /** Before anybody touched the flag: a fresh install shows what Recto does. */
    initial: { state: 'on', percent: 0 },
  },
  'next-model': {
    title: 'Next search model',
    description:
      'Search with the model of the service at CLIP_NEXT_SERVICE_URL. Has no effect before an admin has confirmed that model on the page Search model.',
    env: 'FEATURE_NEXT_MODEL',
    initial: { state: 'off', percent: 0 },
  },
} as const

export type FlagKey = keyof typeof flagCatalog
export type FlagState = 'off' | 'internal' | 'percent' | 'on'

export const flagKeys = Object.keys(flagCatalog) as [FlagKey, ...FlagKey[]]
