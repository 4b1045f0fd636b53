import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig, type Config } from '../../src/config.ts'
import { createEmbedder, type Embedder } from '../../src/create-embedder.ts'
import { createReader } from '../../src/create-reader.ts'
import { createServer } from '../../src/create-server.ts'
import type { locateReader } from '../../src/reading/locate-reader.ts'
import { createMetrics } from '../../src/metrics.ts'
import { loadModel } from '../../src/model/load-model.ts'
import { recordProbe } from '../../src/model/record-probe.ts'
import { writeTinyModel, type TinyModelOptions } from './tiny-model.ts'

export interface RunningService {
  url: string
  embedder: Embedder
  post(route: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** Posts files as multipart, in order. */
  upload(files: (Uint8Array | string)[], fields?: Record<string, string>, route?: string): Promise<Response>
  close(): Promise<void>
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'clip-'))
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The whole service on a free port, with a tiny model of its own unless a folder is given. */
export async function startService(
  settings: Partial<Config> = {},
  modelOptions: TinyModelOptions = {},
  parts: { locateReader?: typeof locateReader } = {},
): Promise<RunningService> {
  const folder = await temporaryFolder()
  const config: Config = {
    ...readConfig({ CLIP_MODEL: 'tiny', CLIP_MODEL_DIR: folder.path, CLIP_THREADS: '1' }),
    ...settings,
  }
  if (config.modelDir === folder.path) {
    await writeTinyModel(folder.path, { name: config.modelName, ...modelOptions })
    await recordProbe(config)
  }
  const metrics = createMetrics()
  const embedder = createEmbedder(await loadModel(config), config, metrics)
  const reader = createReader(config, metrics, parts.locateReader)
  const app = await createServer({ embedder, reader, metrics, config })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    embedder,
    post: (route, body, headers = {}) =>
      fetch(url + route, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    upload(files, fields = {}, route = '/embed/image') {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      files.forEach((file, index) => form.append('files', new Blob([file]), `${index}.bin`))
      return fetch(url + route, { method: 'POST', body: form })
    },
    async close() {
      await app.close()
      await embedder.close()
      await reader.close()
      await folder.remove()
    },
  }
}
