import { ConfigError, readConfig } from '../src/config.ts'
import { HUB_MODELS } from '../src/download/hub-models.ts'
import { installModel } from '../src/download/install-model.ts'
import { ServiceError } from '../src/errors.ts'

/** `npm run model:download [name]`: fetches a CLIP model into CLIP_MODEL_DIR; exit code 1 and a plain reason if it cannot. */
async function main(): Promise<void> {
  const name = process.argv[2] ?? 'clip-vit-b-32'
  const model = HUB_MODELS[name]
  if (!model) {
    throw new ConfigError(
      `There is no model "${name}" to download. There are: ${Object.keys(HUB_MODELS).join(', ')}.`,
    )
  }
  const { hubUrl, modelDir } = readConfig()
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say(`Fetching ${name} (${model.licence}) from ${hubUrl} into ${modelDir}`)
  let next = 0
  const folder = await installModel(model, {
    hubUrl,
    modelDir,
    name,
    onProgress(file, received, total) {
      if (Date.now() < next) return
      next = Date.now() + 2000
      const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
      say(`  ${file}: ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`}`)
    },
  })
  say(
    `Done: ${folder}. Start the service with CLIP_MODEL=${name}; photos embedded before need embedding again.`,
  )
}

main().catch((error: unknown) => {
  const lines =
    error instanceof ServiceError
      ? [`${error.code}: ${error.message}`, error.hint]
      : [error instanceof ConfigError ? error.message : String(error)]
  process.stderr.write(`${lines.join('\n')}\n`)
  process.exitCode = 1
})
