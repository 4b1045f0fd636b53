import { messageOf } from './ask-server'

/** A change of many stopped half-way: `done` are changed, the rest is not. */
export class PartlyDone extends Error {
  constructor(
    readonly done: readonly string[],
    cause: unknown,
  ) {
    super(messageOf(cause), { cause })
  }
}

/**
 * Sends many ids, `size` to a request, one request after the other. `send` gets what to say of the rest when its
 * request is lost; without ids it is called once, with none.
 * @throws PartlyDone when a slice fails behind others that did not
 */
export async function sendInSlices(
  ids: readonly string[],
  size: number,
  send: (slice: readonly string[], lost: string) => Promise<void>,
): Promise<void> {
  let start = 0
  do {
    const lost = start === 0 ? 'Nothing was changed.' : 'The rest was not changed.'
    try {
      await send(ids.slice(start, start + size), lost)
    } catch (error) {
      throw start === 0 ? error : new PartlyDone(ids.slice(0, start), error)
    }
    start += size
  } while (start < ids.length)
}
