import { startThread } from '../threads/start-thread.ts'
import type { TowerAnswer, TowerIO, TowerRequest, TowerSetup } from './tower-messages.ts'

/** A loaded tower: one ONNX session. */
export interface Tower extends TowerIO {
  run(request: TowerRequest): Promise<TowerAnswer>
  /** False once its thread has died; every later run fails and /ready turns red. */
  alive(): boolean
  close(): Promise<void>
}

/** A tower on a thread of its own; a file ONNX Runtime refuses is a typed error. */
export async function startTower(setup: TowerSetup): Promise<Tower> {
  const { loaded, ...thread } = await startThread<TowerIO, TowerRequest, TowerAnswer>({
    script: new URL('./tower-worker.js', import.meta.url),
    setup,
    name: `${setup.kind}-tower`,
    title: `The ${setup.kind} tower`,
    refusal: 'MODEL_INVALID',
  })
  return { ...loaded, ...thread }
}
