import { access } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClipClient } from '~/platform/clip/create-clip-client.server'
import type { ClipClient } from '~/platform/clip/clip-client'
import { tryPort } from '../stack/find-free-port'
import { superviseProcess } from '../stack/supervise-process'

interface EmbeddingService {
  readonly clip: Pick<ClipClient, 'embedImages' | 'readImages'> | undefined
  stop(): Promise<void>
}

const READY_MS = 60_000

/**
 * The embedding service at CLIP_SERVICE_URL, or the one in this repository started for this run.
 * Where neither answers, pairing goes on without that signal and `report` says so.
 */
export async function startEmbeddingService(report: (line: string) => void): Promise<EmbeddingService> {
  const token = process.env.CLIP_API_TOKEN
  const given = process.env.CLIP_SERVICE_URL
  if (given) {
    if (await answers(given))
      return {
        clip: createClipClient({ CLIP_SERVICE_URL: given, CLIP_API_TOKEN: token }),
        stop: async () => {},
      }
    report(`The embedding service at ${given} does not answer; pairing without it.`)
    return { clip: undefined, stop: async () => {} }
  }
  const folder = fileURLToPath(new URL('../../services/clip-embeddings', import.meta.url))
  try {
    await access(join(folder, 'models/recto-mini/model.json'))
    const port = (await tryPort(0)) ?? 7998
    const url = `http://127.0.0.1:${port}`
    const service = await superviseProcess(
      {
        name: 'embedding-service',
        entry: join(folder, 'src/main.ts'),
        cwd: folder,
        env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', CLIP_LOG_LEVEL: 'warn' },
        logFile: join(tmpdir(), `recto-pair-${process.pid}.log`),
        isReady: () => answers(url),
        readyWithinMs: READY_MS,
        stopWithinMs: 5_000,
      },
      () => {},
    )
    return { clip: createClipClient({ CLIP_SERVICE_URL: url, CLIP_API_TOKEN: token }), stop: service.stop }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    report(`The embedding service could not be started (${reason}); pairing without it.`)
    return { clip: undefined, stop: async () => {} }
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) }).then(
    (response) => response.ok,
    () => false,
  )
}
