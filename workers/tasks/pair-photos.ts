import OpenAI from 'openai'
import type { JobHandler } from '~/domain/jobs/job-run'
import { executePairingRun } from '~/domain/pairing/runs/execute-pairing-run.server'
import type { AppContext } from '~/platform/context.server'

export const pairPhotos: JobHandler<AppContext, { runId: string }> = async (ctx, run) => {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = ctx.env
  await executePairingRun(ctx, run.payload.runId, {
    openai: apiKey ? new OpenAI({ apiKey, baseURL }) : null,
    signal: run.signal,
    log: (level, message) => run.log(level, message),
    progress: (done, total) => run.progress(done, total),
    step: (key, ask) => run.step(key, ask),
  })
}
