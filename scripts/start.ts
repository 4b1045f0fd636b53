/** `npm start`: the whole product on a bare machine. Builds what is missing, prints one URL, stops in order on Ctrl-C. */
import { resolve } from 'node:path'
import { readRunningStack } from './stack/running-stack'
import { startStack } from './stack/start-stack'

const dataDir = resolve(process.env.DATA_DIR ?? './data')
const running = await readRunningStack(dataDir)
if (running) {
  console.log(
    `Recto already runs${running.url ? ` at ${running.url}` : ''} (process ${running.pid}, data in ${dataDir}).`,
  )
  process.exit(0)
}

let stack: Awaited<ReturnType<typeof startStack>> | undefined
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1) // A second Ctrl-C: do not wait. The parts see the closed channel and stop.
    stopping = true
    console.log('\nStopping …')
    void Promise.resolve(stack?.stop()).then(() => process.exit(0))
  })
}
try {
  stack = await startStack({ web: true, report: (line) => console.log(line) })
  console.log(`\nRecto is ready: ${stack.url}\nData: ${dataDir}. Press Ctrl-C to stop.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
