import { findFreePort } from './find-free-port'

const TRIES = 5
/** Node's own code, and the plain words of the embedding service. */
const PORT_TAKEN = /EADDRINUSE|listens on this port already/

/**
 * Starts something on `preferred` or, where that is taken, on another port; gives the port it got. A port can be lost
 * between the look and the start, to a second stack that starts at the same moment: then another one is tried.
 * @param start rejects with an error that says so when the port was gone.
 */
export async function startOnFreePort(
  preferred: number,
  start: (port: number) => Promise<void>,
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort(attempt === 1 ? preferred : 0)
    try {
      await start(port)
      return port
    } catch (error) {
      if (attempt === TRIES || !PORT_TAKEN.test(String(error))) throw error
    }
  }
}
