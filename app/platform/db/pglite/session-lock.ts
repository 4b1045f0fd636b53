/**
 * PGlite has one session; this lends it to one client at a time, first come first served.
 * A client keeps it from its first message until the server is idle again, so transactions and extended-protocol
 * batches of different clients never interleave (the stock socket server interleaves them and loses data).
 */
export class SessionLock<Client> {
  #holder: Client | null = null
  #waiting: { client: Client; go: () => void }[] = []

  async acquire(client: Client): Promise<void> {
    if (this.#holder === client) return
    if (this.#holder === null) {
      this.#holder = client
      return
    }
    await new Promise<void>((go) => this.#waiting.push({ client, go }))
  }

  release(client: Client): void {
    if (this.#holder !== client) return
    const next = this.#waiting.shift()
    this.#holder = next?.client ?? null
    next?.go()
  }

  holds(client: Client): boolean {
    return this.#holder === client
  }

  /** Lets a client that went away stop waiting; its pending `acquire` resolves without the session. */
  abandon(client: Client): void {
    const index = this.#waiting.findIndex((entry) => entry.client === client)
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.go()
  }
}
