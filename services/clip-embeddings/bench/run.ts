import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { benchModel } from './bench-models.ts'
import { benchPictures } from './bench-pictures.ts'
import { formCall, load } from './load.ts'
import { measureMemory } from './measure-memory.ts'
import { measureRead } from './measure-read.ts'
import { measureText } from './measure-text.ts'
import { measureThroughput } from './measure-throughput.ts'
import { startChild } from './start-child.ts'

/**
 * `npm run bench [-- throughput|text|memory|read …] [model …] [--seconds 6] [--rounds 3] [--requests 10000]`: the service against a bare
 * session and against a naive service, text under picture load, memory, reading text in photos, start.
 * Every comparison is a ratio of two measurements taken in turn, round by round,
 * so that a busy machine slows both; the median of the rounds counts.
 */
const QUESTIONS = ['throughput', 'text', 'memory', 'read'] as const
const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    requests: { type: 'string', default: '10000' },
  },
})
const asked = QUESTIONS.filter((question) => words.includes(question))
const questions = asked.length > 0 ? asked : QUESTIONS
const named = words.filter((word) => !QUESTIONS.some((question) => question === word))
const models = named.length > 0 ? named : ['recto-mini', 'vit-b-32-fp32', 'vit-b-32-int8']

const settings = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  requests: Number(values.requests),
  callers: 32,
  threads: String(availableParallelism()),
  say: (line: string) => process.stdout.write(`${line}\n`),
}
export type BenchSettings = typeof settings

const { say } = settings
say(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${settings.threads} threads, load ${loadavg()[0]?.toFixed(1)}; ${settings.rounds} rounds of ${settings.seconds} s, ${settings.callers} callers`,
)
const pictures = await benchPictures()
const kilobytes = pictures.reduce((sum, picture) => sum + picture.length, 0) / pictures.length / 1000
say(`pictures: ${pictures.length} JPEGs of 600×800, ${kilobytes.toFixed(0)} kB on average`)
for (const name of models) {
  const model = await benchModel(name)
  const service = await startChild('src/main.ts', {
    CLIP_MODEL: name,
    CLIP_MODEL_DIR: model.modelDir,
    CLIP_THREADS: settings.threads,
  })
  say(`\n## ${name} (start to ready ${service.readySeconds.toFixed(1)} s)`)
  const forms = pictures.map((picture) => formCall(picture))
  // Until the service knows its best batch size: what a bulk upload's first seconds are for.
  await load(service.url, forms, { callers: settings.callers, seconds: settings.seconds })
  if (questions.includes('throughput')) await measureThroughput(model, service, pictures, settings)
  if (questions.includes('text')) await measureText(service, settings)
  if (questions.includes('memory')) await measureMemory(service, forms, settings)
  if (questions.includes('read')) await measureRead(service, settings)
  await service.stop()
}
