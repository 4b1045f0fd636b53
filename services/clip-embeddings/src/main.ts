import pino from 'pino'
import { ConfigError, readConfig } from './config.ts'
import { createEmbedder } from './create-embedder.ts'
import { createReader } from './create-reader.ts'
import { createServer } from './create-server.ts'
import { lowerDecodePriority } from './images/lower-decode-priority.ts'
import { ServiceError } from './errors.ts'
import { createMetrics } from './metrics.ts'
import { loadModel } from './model/load-model.ts'

/** Starts the service; owns its signals and the order in which it stops. */
async function main(): Promise<void> {
  const started = performance.now()
  const config = readConfig()
  const log = pino({ level: config.logLevel, name: 'clip-embeddings' })
  const decoders = await lowerDecodePriority(config.imageNiceness)
  if (decoders !== undefined && decoders < config.decodeConcurrency) {
    const { decodeConcurrency } = config
    log.warn({ decoders, decodeConcurrency }, 'set UV_THREADPOOL_SIZE to decode as many pictures at once')
  }
  const model = await loadModel(config)
  const metrics = createMetrics()
  const embedder = createEmbedder(model, config, metrics)
  const reader = createReader(config, metrics)
  const app = await createServer({ embedder, reader, metrics, config, logger: log })

  let stopping = false
  const stop = async (signal: string) => {
    // A second signal changes nothing: the limit below ends a shutdown that hangs.
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping: finishing what was taken')
    setTimeout(() => {
      log.error(`not done after ${config.shutdownMs / 1000} s, giving up`)
      process.exit(1)
    }, config.shutdownMs).unref()
    // In this order: no new connections and all answers out, then the queues, then the model's threads.
    await app.close()
    await Promise.all([embedder.close(), reader.close()])
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order')
        process.exit(1)
      })
    })
  }

  await app.listen({ port: config.port, host: config.host })
  const readiness = await embedder.ready()
  metrics.ready(readiness.ready)
  const seconds = (performance.now() - started) / 1000
  if (readiness.ready) log.info({ model: model.id, threads: config.threads, seconds }, 'ready')
  else log.error({ model: model.id, reason: readiness.reason }, 'listening, but not ready')
}

main().catch((error: unknown) => {
  // Before a log exists, and for people at a terminal: plain words, no stack, for what we foresaw.
  if (error instanceof ServiceError) process.stderr.write(`${error.code}: ${error.message}\n${error.hint}\n`)
  else if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
  else if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    process.stderr.write(`Another process listens on this port already. Set PORT to a free one.\n`)
  } else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
