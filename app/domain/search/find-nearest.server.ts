import type pg from 'pg'
import type { AppContext } from '~/platform/context.server'
import {
  selectNearestByIndex,
  selectNearestExactly,
  selectNearestOfFew,
  type Neighbour,
  type NearestQuery,
} from './nearest.queries.server'

/**
 * Up to so many photos in scope are compared one by one: perfect recall, and a narrow filter
 * would make the index walk past everything outside it. The number is an estimate: bench/search.ts has no sweep over it.
 */
const EXACT_UP_TO = 5_000

/**
 * Candidates HNSW keeps in sight. At 100,000 photos, with the index built as ensureModelIndex does: recall@10 1.000 by
 * words and by picture; 700 would take half as long again and find the same.
 */
const EF_SEARCH = 200

export type NearestPlan = 'exact' | 'index'

/**
 * The nearest photos of the scope, in the order (distance, id). Never fewer than there are: what the index may have
 * left out is looked for again by an exact scan.
 * @param plan forces one way; the measurements and tests compare the two.
 */
export async function findNearest(
  ctx: Pick<AppContext, 'db'>,
  query: NearestQuery,
  plan?: NearestPlan,
): Promise<{ neighbours: Neighbour[]; plan: NearestPlan }> {
  // Pages after the first are exact: an approximate scan that has to skip what was shown gets slower and poorer.
  const mayUseIndex = plan === undefined ? query.after === null : plan === 'index'
  return inScan(ctx.db.pool, async (client) => {
    if (mayUseIndex) {
      const few = plan === undefined && (await selectNearestOfFew(client, query, EXACT_UP_TO))
      if (few) return { neighbours: few, plan: 'exact' }
      await client.query(INDEX_SCAN)
      const neighbours = await selectNearestByIndex(client, query)
      if (isComplete(neighbours, query.limit)) return { neighbours, plan: 'index' }
      await client.query(EXACT_SCAN)
    }
    return { neighbours: await selectNearestExactly(client, query), plan: 'exact' }
  })
}

/**
 * Too few rows: the scan gave up before it found all. A tie across the last place: which of the equals came is chance,
 * and the next page begins behind the one shown last.
 */
function isComplete(neighbours: Neighbour[], limit: number): boolean {
  if (neighbours.length < limit) return false
  return neighbours.length < 2 || neighbours.at(-1)?.distance !== neighbours.at(-2)?.distance
}

/**
 * Compiling the query costs more than running it (at 100,000 photos 220 of 500 ms), and with Postgres' default price of
 * a random page, that of a spinning disk, a collection of 1,000 is found by reading all photos.
 */
const EXACT_SCAN = `SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1;
  SET LOCAL enable_seqscan = on; SET LOCAL enable_sort = on`
/** The index is used although the planner, which guesses the filter's selectivity, might prefer to sort. */
const INDEX_SCAN = `SET LOCAL hnsw.ef_search = ${EF_SEARCH}; SET LOCAL hnsw.iterative_scan = strict_order;
  SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off`

/** Runs the scans of one search in one transaction: their settings end with it, and all of them see the same photos. */
async function inScan<T>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const end = (statement: 'COMMIT' | 'ROLLBACK') =>
    client.query(statement).then(
      () => client.release(),
      (reason: Error) => client.release(reason),
    )
  let result: T
  try {
    // One message, one round trip.
    await client.query(`BEGIN READ ONLY; ${EXACT_SCAN}`)
    result = await run(client)
  } catch (error) {
    await end('ROLLBACK')
    throw error
  }
  // Nothing was written, so the answer need not wait for the end.
  void end('COMMIT')
  return result
}
