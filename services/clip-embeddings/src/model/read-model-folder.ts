import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ServiceError } from '../errors.ts'
import { decodeVector } from './vector-codec.ts'
import { modelDescription, type ModelDescription } from './model-description.ts'

/** A model folder whose description is well formed and whose files have the recorded hashes. */
export interface ModelFolder {
  directory: string
  description: ModelDescription
}

/**
 * Reads `model.json` and verifies every file it names. Hashing 600 MB takes
 * about a second and catches the commonest failure in the field, a download
 * or image layer cut short, before ONNX Runtime gives its own cryptic one.
 */
export async function readModelFolder(modelDir: string, name: string): Promise<ModelFolder> {
  const directory = path.join(modelDir, name)
  const description = await readDescription(modelDir, directory, name)
  const needed = [
    description.image.file,
    description.text.file,
    description.text.tokenizer,
    description.probe.image,
  ]
  for (const file of needed) {
    if (!description.files[file]) {
      throw new ServiceError(
        'MODEL_INVALID',
        `model.json of "${name}" names ${file} but records no hash for it.`,
      )
    }
  }
  for (const [file, expected] of Object.entries(description.files)) {
    await verifyFile(path.join(directory, file), file, name, expected)
  }
  for (const side of ['imageEmbedding', 'textEmbedding'] as const) {
    const length = decodeVector(description.probe[side]).length
    if (length !== description.dimensions) {
      throw new ServiceError(
        'MODEL_INVALID',
        `probe.${side} of "${name}" has ${length} numbers, but the model has ${description.dimensions} dimensions.`,
      )
    }
  }
  return { directory, description }
}

async function readDescription(modelDir: string, directory: string, name: string): Promise<ModelDescription> {
  let text: string
  try {
    text = await readFile(path.join(directory, 'model.json'), 'utf8')
  } catch (cause) {
    const others = await readdir(modelDir).catch(() => [])
    const known =
      others.length > 0 ? `There are: ${others.join(', ')}.` : 'That folder holds no model at all.'
    throw new ServiceError('MODEL_MISSING', `No model "${name}" in ${modelDir}. ${known}`, { cause })
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new ServiceError('MODEL_INVALID', `model.json of "${name}" is not JSON.`, { cause })
  }
  const checked = modelDescription.safeParse(parsed)
  if (!checked.success) {
    const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ServiceError(
      'MODEL_INVALID',
      `model.json of "${name}" is not of format 1: ${problems.join('; ')}.`,
    )
  }
  return checked.data
}

async function verifyFile(
  file: string,
  label: string,
  name: string,
  expected: { sha256: string; bytes: number },
): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new ServiceError('MODEL_MISSING', `Model "${name}" lacks its file ${label}.`, { cause })
  })
  if (found.size !== expected.bytes) {
    throw new ServiceError(
      'MODEL_HASH_MISMATCH',
      `${label} of model "${name}" has ${found.size} bytes instead of ${expected.bytes}.`,
    )
  }
  const sha256 = await hashFile(file)
  if (sha256 !== expected.sha256) {
    throw new ServiceError(
      'MODEL_HASH_MISMATCH',
      `${label} of model "${name}" has SHA-256 ${sha256.slice(0, 12)}… instead of ${expected.sha256.slice(0, 12)}….`,
    )
  }
}

/** SHA-256 of a file in hex, read as a stream. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
