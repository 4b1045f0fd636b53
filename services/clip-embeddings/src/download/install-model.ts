import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { ServiceError } from '../errors.ts'
import type { ModelDescription } from '../model/model-description.ts'
import { hashFile } from '../model/read-model-folder.ts'
import { recordProbe } from '../model/record-probe.ts'
import { buildClipTokenizer, parseMerges } from '../text/build-clip-tokenizer.ts'
import { fetchFile } from './fetch-file.ts'
import { MERGES_SHA256, type HubFile, type HubModel } from './hub-models.ts'
import { inspectTower } from './inspect-towers.ts'
import { openHub } from './open-hub.ts'

export interface InstallOptions {
  hubUrl: string
  modelDir: string
  name: string
  retries?: number
  retryMs?: number
  onProgress?: (file: string, received: number, total: number | undefined) => void
}

const DIMENSIONS = 512

/**
 * Downloads a model, builds its folder beside the others, runs it once to record
 * the probe, and only then gives it its name: a folder that can be seen is
 * complete. What was fetched stays in `.download-<name>` if anything fails, so
 * that the next try resumes.
 */
export async function installModel(model: HubModel, options: InstallOptions): Promise<string> {
  const { modelDir, name } = options
  const work = path.join(modelDir, `.download-${name}`)
  await mkdir(work, { recursive: true })
  for (const file of [model.merges, model.image, model.text]) await fetchInto(work, file, options)

  const merges = parseMerges(await readFile(path.join(work, model.merges.as), 'utf8'))
  await writeFile(path.join(work, 'tokenizer.json'), JSON.stringify(buildClipTokenizer(merges)))
  await writeFile(path.join(work, 'probe.png'), await probePicture())
  const image = await inspectTower(path.join(work, model.image.as), 'image', DIMENSIONS)
  const text = await inspectTower(path.join(work, model.text.as), 'text', DIMENSIONS)
  const zeros = Buffer.alloc(DIMENSIONS * 4).toString('base64')
  const description: ModelDescription = {
    format: 1,
    name,
    revision: model.image.revision.slice(0, 12),
    licence: model.licence,
    dimensions: DIMENSIONS,
    image: {
      file: model.image.as,
      input: image.input,
      output: image.output,
      size: 224,
      fit: 'crop',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
    text: {
      file: model.text.as,
      tokenizer: 'tokenizer.json',
      contextLength: 77,
      inputIds: text.input,
      attentionMask: text.attentionMask,
      output: text.output,
      padId: model.padId,
      bosId: 49_406,
      eosId: 49_407,
    },
    files: await describe(work, [model.image.as, model.text.as, 'tokenizer.json', 'probe.png']),
    calibration: model.calibration,
    probe: {
      image: 'probe.png',
      text: 'a photo of a red shirt',
      imageEmbedding: zeros,
      textEmbedding: zeros,
      minCosine: 0.99,
    },
  }
  await writeFile(path.join(work, 'model.json'), JSON.stringify(description, null, 2))
  await recordProbe({ modelDir, modelName: path.basename(work), threads: 2, executionProvider: 'cpu' })
  return await putInPlace(work, path.join(modelDir, name))
}

async function fetchInto(work: string, file: HubFile, options: InstallOptions): Promise<void> {
  const hubPath = `/${file.repository}/resolve/${file.revision}/${file.path}`
  const target = path.join(work, file.as)
  if (file.as === 'merges.txt') return await fetchMerges(hubPath, target, options)
  await fetchFile({
    hubUrl: options.hubUrl,
    path: hubPath,
    target,
    sha256: file.sha256,
    retries: options.retries ?? 5,
    retryMs: options.retryMs ?? 1000,
    onProgress: (received, total) => options.onProgress?.(file.path, received, total),
  })
}

/** A small text file, of which the hub declares no SHA-256: its content is pinned instead, so header lines may differ. */
async function fetchMerges(hubPath: string, target: string, options: InstallOptions): Promise<void> {
  const opened = await openHub(options.hubUrl, hubPath, { method: 'GET' })
  if (opened.status === 'complete') throw new ServiceError('HUB_FILE_MISSING', `${hubPath} is empty.`)
  const text = await new Response(opened.body as ConstructorParameters<typeof Response>[0]).text()
  const canonical = parseMerges(text)
    .map((pair) => pair.join(' '))
    .join('\n')
  const sha256 = createHash('sha256').update(canonical).digest('hex')
  if (sha256 !== MERGES_SHA256)
    throw new ServiceError('HUB_HASH_MISMATCH', `${hubPath} does not hold CLIP's merges.`)
  await writeFile(target, text)
}

async function describe(work: string, names: string[]): Promise<ModelDescription['files']> {
  const files: ModelDescription['files'] = {}
  for (const name of names) {
    const file = path.join(work, name)
    files[name] = { sha256: await hashFile(file), bytes: (await stat(file)).size }
  }
  return files
}

/** Shapes and colours with edges in every direction; drawn here, so that it has no licence of its own. */
async function probePicture(): Promise<Buffer> {
  const pixels = Buffer.alloc(256 * 192 * 3)
  for (let y = 0; y < 192; y++) {
    for (let x = 0; x < 256; x++) {
      const inside = (x - 128) ** 2 + (y - 96) ** 2 < 70 ** 2
      pixels.set(inside ? [200, 30, (x * 5) % 256] : [x, 255 - y, (x ^ y) & 255], (y * 256 + x) * 3)
    }
  }
  return await sharp(pixels, { raw: { width: 256, height: 192, channels: 3 } })
    .png()
    .toBuffer()
}

async function putInPlace(work: string, target: string): Promise<string> {
  await rm(path.join(work, 'merges.txt'), { force: true })
  const old = `${work}-old`
  await rm(old, { recursive: true, force: true })
  await rename(target, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(work, target)
  await rm(old, { recursive: true, force: true })
  return target
}
