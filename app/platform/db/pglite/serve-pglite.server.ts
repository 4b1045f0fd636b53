import { createServer, type AddressInfo, type Socket } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import * as wire from './frames'
import { SessionLock } from './session-lock'

export interface PgliteServer {
  url: string
  /** The migrated data folder as a tarball, to start another server from. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

/** A client that leaves a transaction open and says nothing keeps everyone waiting; after this it is cut off. */
const IDLE_IN_TRANSACTION_MS = 20_000

/**
 * Serves PGlite (Postgres in WASM, with pgvector) to several ordinary Postgres clients on one TCP port.
 * @param options.dataDir folder of the cluster; without it, in memory.
 * @param options.port 0 takes a free one.
 * @param options.snapshot a {@link PgliteServer.dump} to start from.
 */
export async function servePglite(options: {
  dataDir?: string
  port?: number
  snapshot?: Blob
}): Promise<PgliteServer> {
  const pglite = await PGlite.create({
    dataDir: options.dataDir,
    extensions: { vector },
    loadDataDir: options.snapshot,
    // Without a folder there is nothing to sync; with one, commits must survive a kill.
    relaxedDurability: options.dataDir === undefined,
  })
  const execute = async (message: Uint8Array) =>
    Buffer.from(
      await pglite.runExclusive(() => pglite.execProtocolRaw(new Uint8Array(message), { syncToFs: true })),
    )

  const lock = new SessionLock<Connection>()
  const connections = new Set<Connection>()
  const server = createServer((socket) => {
    const connection = new Connection(socket, lock, execute, (channel, frame) => {
      for (const other of connections) other.notify(channel, frame)
    })
    connections.add(connection)
    socket.on('close', () => connections.delete(connection))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    dump: () => pglite.dumpDataDir('none'),
    async close() {
      server.close()
      await Promise.all([...connections].map((connection) => connection.close()))
      await pglite.close()
    },
  }
}

/** One client: reads its messages, borrows the session for each batch, returns what the server answers. */
class Connection {
  #buffer: Buffer = Buffer.alloc(0)
  #started = false
  #pumping = false
  #closed: Promise<void> | null = null
  #channels = new Set<string>()
  #idleTimer: NodeJS.Timeout | undefined

  constructor(
    readonly socket: Socket,
    readonly lock: SessionLock<Connection>,
    readonly execute: (message: Uint8Array) => Promise<Buffer>,
    readonly publish: (channel: string, frame: Buffer) => void,
  ) {
    socket.setNoDelay(true)
    socket.on('data', (chunk) => {
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
      void this.#pump()
    })
    socket.on('close', () => void this.close())
    socket.on('error', () => void this.close())
  }

  notify(channel: string, frame: Buffer): void {
    if (this.#channels.has(channel) && this.socket.writable) this.socket.write(frame)
  }

  /** Ends the client; an open transaction is rolled back before the next client gets the session. */
  close(): Promise<void> {
    this.#closed ??= (async () => {
      clearTimeout(this.#idleTimer)
      this.socket.destroy()
      this.lock.abandon(this)
      while (this.#pumping) await new Promise((resolve) => setTimeout(resolve, 2))
      if (!this.lock.holds(this)) return
      await this.execute(wire.encodeQuery('ROLLBACK')).catch(() => {})
      this.lock.release(this)
    })()
    return this.#closed
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (!this.#closed && (await (this.#started ? this.#runBatch() : this.#start()))) {
        // Go on while whole messages are buffered.
      }
    } catch (error) {
      this.socket.destroy(error instanceof Error ? error : undefined)
    } finally {
      this.#pumping = false
    }
  }

  async #start(): Promise<boolean> {
    const startup = wire.readStartup(this.#buffer)
    if (!startup) return false
    this.#buffer = startup.rest
    if (startup.kind === 'encryption') {
      this.socket.write('N')
      return true
    }
    if (startup.kind === 'cancel') {
      this.socket.end()
      return false
    }
    await this.lock.acquire(this)
    if (!this.#closed) this.socket.write(await this.execute(startup.message))
    this.lock.release(this)
    this.#started = true
    return true
  }

  async #runBatch(): Promise<boolean> {
    const batch = wire.readBatch(this.#buffer)
    if (!batch) return false
    this.#buffer = batch.rest
    if (batch.lastType === wire.frontend.terminate) {
      this.socket.end()
      return false
    }
    this.#rememberChannels(batch.message)
    await this.lock.acquire(this)
    if (this.#closed) return false
    clearTimeout(this.#idleTimer)
    this.#deliver(await this.execute(batch.message))
    return true
  }

  /** Notifications go to every listening client; the rest to this one. An idle server frees the session. */
  #deliver(answer: Buffer): void {
    const own: Buffer[] = []
    let transaction: number | null = null
    for (const { type, frame } of wire.eachFrame(answer)) {
      if (type === wire.backend.notification) {
        this.publish(wire.notificationChannel(frame), frame)
        continue
      }
      if (type === wire.backend.readyForQuery) transaction = frame.readUInt8(5)
      own.push(frame)
    }
    if (this.socket.writable) this.socket.write(Buffer.concat(own))
    if (transaction === wire.IDLE) {
      this.lock.release(this)
      return
    }
    this.#idleTimer = setTimeout(() => {
      this.socket.end(wire.encodeFatal('25P03', 'terminating connection due to idle-in-transaction timeout'))
    }, IDLE_IN_TRANSACTION_MS)
  }

  /** All clients share one session, so LISTEN of one is LISTEN of all: who wanted which channel is kept here. */
  #rememberChannels(message: Buffer): void {
    for (const sql of wire.statements(message)) {
      for (const [, verb, channel] of sql.matchAll(/\b(UNLISTEN|LISTEN)\s+"?([\w:.-]+|\*)/gi)) {
        if (verb?.toUpperCase() === 'LISTEN' && channel) this.#channels.add(channel)
        else if (channel === '*') this.#channels.clear()
        else if (channel) this.#channels.delete(channel)
      }
    }
  }
}
