import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const SERVICE = resolve('services/clip-embeddings')

/**
 * A model folder named `tiny` with random weights: a second model whose vectors have nothing to do with recto-mini's.
 * A process of its own: the service's package shares nothing with the app but HTTP.
 */
export async function writeRandomModel(directory: string): Promise<void> {
  const script = `
    import { writeTinyModel } from './test/helpers/tiny-model.ts'
    import { recordProbe } from './src/model/record-probe.ts'
    const modelDir = ${JSON.stringify(directory)}
    await writeTinyModel(modelDir)
    await recordProbe({ modelDir, modelName: 'tiny', threads: 1, executionProvider: 'cpu' })`
  await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: SERVICE,
  })
}
