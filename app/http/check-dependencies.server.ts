import type { AppContext } from '~/platform/context.server'

export type DependencyState = 'up' | 'down'

/**
 * Which of the parts answer now. Without the embedding service the app goes on (uploads wait, search looks at names),
 * so it is reported and does not make the process unready.
 */
export async function checkDependencies(
  app: Pick<AppContext, 'db' | 'storage' | 'clip'>,
): Promise<{ ready: boolean; dependencies: Record<'database' | 'storage' | 'embeddings', DependencyState> }> {
  const [database, storage, embeddings] = await Promise.all([
    stateOf(app.db.pool.query('SELECT 1')),
    stateOf(app.storage.check()),
    stateOf(app.clip.model()),
  ])
  return { ready: database === 'up' && storage === 'up', dependencies: { database, storage, embeddings } }
}

const LIMIT_MS = 5000

async function stateOf(check: Promise<unknown>): Promise<DependencyState> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<DependencyState>((resolve) => {
    timer = setTimeout(() => resolve('down'), LIMIT_MS)
  })
  const answer = check.then(
    () => 'up' as const,
    () => 'down' as const,
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
