import { ServiceError } from '../errors.ts'
import { openSession } from './open-session.js'
import type { Tower } from './start-tower.ts'
import type { TowerSetup } from './tower-messages.ts'

/**
 * A tower on the main thread, for one so small that a run takes less than a
 * thread's wake-up. On a busy machine that is much: recto-mini's text tower runs in
 * 0.7 ms, while the message to a thread waited 3 to 5 ms for a core, and again on its way back.
 */
export async function openTower(setup: TowerSetup): Promise<Tower> {
  const fail = (code: 'MODEL_INVALID' | 'INFERENCE_FAILED', problem: string) => (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    throw new ServiceError(code, `The ${setup.kind} tower ${problem}: ${message}`, { cause: error })
  }
  const session = await openSession(setup).catch(fail('MODEL_INVALID', 'cannot be loaded'))
  let closed = false
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    async run(request) {
      if (closed) throw new ServiceError('INFERENCE_FAILED', `The ${setup.kind} tower has stopped.`)
      return session.run(request).catch(fail('INFERENCE_FAILED', 'failed'))
    },
    alive: () => !closed,
    async close() {
      if (closed) return
      closed = true
      await session.close()
    },
  }
}
