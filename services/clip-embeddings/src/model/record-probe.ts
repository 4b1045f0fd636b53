import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { decodeImage } from '../images/decode-image.ts'
import { loadModel, type LoadOptions } from './load-model.ts'
import { encodeVector } from './vector-codec.ts'

/**
 * Embeds the probe of a model folder and writes the vectors into its
 * `model.json`. For a folder whose files were just verified: from then on
 * /ready compares with what the model answered on that day.
 */
export async function recordProbe(options: LoadOptions): Promise<void> {
  const model = await loadModel(options)
  try {
    const { description, directory } = model
    const { probe, image } = description
    const bytes = await readFile(path.join(directory, probe.image))
    const pixels = await decodeImage(bytes, {
      size: image.size,
      fit: image.fit,
      maxPixels: 1e8,
      timeoutSeconds: 30,
    })
    const [imageVector] = await model.embedPixels([pixels])
    const [textVector] = await model.embedTokens([model.tokenize(probe.text)])
    if (!imageVector || !textVector) throw new Error('The model answered nothing for its probe.')
    const recorded = {
      ...description,
      probe: { ...probe, imageEmbedding: encodeVector(imageVector), textEmbedding: encodeVector(textVector) },
    }
    await writeFile(path.join(directory, 'model.json'), `${JSON.stringify(recorded, null, 2)}\n`)
  } finally {
    await model.close()
  }
}
