import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordProbe } from '../src/model/record-probe.ts'
import { writeTinyModel } from '../test/helpers/tiny-model.ts'
import { VIT_B_32, writeVitModel } from '../test/helpers/vit-model.ts'

export interface BenchModel {
  name: string
  modelDir: string
}

const SHIPPED = fileURLToPath(new URL('../models', import.meta.url))
/** Written once and kept: 600 MB of random weights take a while. Delete the folder to write them anew. */
const CACHE = path.join(tmpdir(), 'recto-clip-bench-models')

/** The folder of a model to measure; ViT-B/32 gets random weights, which cost the same time as trained ones. */
export async function benchModel(name: string): Promise<BenchModel> {
  if (existsSync(path.join(SHIPPED, name, 'model.json'))) return { name, modelDir: SHIPPED }
  const finished = path.join(CACHE, name, 'model.json')
  if (!existsSync(finished)) {
    process.stdout.write(`writing ${name} into ${CACHE}\n`)
    try {
      if (name === 'recto-mini') await writeTinyModel(CACHE, { name })
      else await writeVitModel(CACHE, { name, shape: VIT_B_32, int8: name.endsWith('int8') })
      await recordProbe({ modelDir: CACHE, modelName: name, threads: 2, executionProvider: 'cpu' })
    } catch (error) {
      await rm(path.join(CACHE, name), { recursive: true, force: true })
      throw error
    }
  }
  return { name, modelDir: CACHE }
}
