import { connect, type Socket } from 'node:net'

export interface Call {
  path: string
  /** A whole HTTP request, headers and body: written as it is. */
  bytes: Buffer
}

function call(path: string, contentType: string, body: Buffer): Call {
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\n\r\n`
  return { path, bytes: Buffer.concat([Buffer.from(head), body]) }
}

/** One picture as the app sends it. */
export function formCall(picture: Buffer, path = '/embed/image'): Call {
  const head =
    '--b\r\ncontent-disposition: form-data; name="f"; filename="f.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
  const field = '--b\r\ncontent-disposition: form-data; name="encoding"\r\n\r\nbase64\r\n'
  const body = Buffer.concat([Buffer.from(field + head), picture, Buffer.from('\r\n--b--\r\n')])
  return call(path, 'multipart/form-data; boundary=b', body)
}

export const jsonCall = (path: string, body: unknown): Call =>
  call(path, 'application/json', Buffer.from(JSON.stringify(body)))

/**
 * A kept-alive connection that knows just enough HTTP: prepared bytes out, status
 * and length read from the answer. The callers share the processor with what is
 * measured, and node:http (1.5 ms a picture) or fetch (3 ms) would be a tenth of the result.
 */
class Connection {
  readonly #socket: Socket
  #head = ''
  #missing = -1
  #done: { resolve: () => void; reject: (error: Error) => void } | undefined

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true })
    this.#socket.on('data', (chunk) => this.#read(chunk))
    this.#socket.on('error', (error) => this.#done?.reject(error))
    this.#socket.on('close', () => this.#done?.reject(new Error('The connection was closed.')))
  }

  send(one: Call): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject }
      this.#socket.write(one.bytes)
    })
  }

  #read(chunk: Buffer): void {
    if (this.#missing < 0) {
      this.#head += chunk.toString('latin1')
      const end = this.#head.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = /\r\ncontent-length: (\d+)/i.exec(this.#head)?.[1]
      if (!this.#head.startsWith('HTTP/1.1 200') || length === undefined) {
        this.#done?.reject(new Error(`An answer was: ${this.#head.slice(0, 400)}`))
        return
      }
      this.#missing = Number(length) - (this.#head.length - end - 4)
    } else this.#missing -= chunk.length
    if (this.#missing > 0) return
    this.#head = ''
    this.#missing = -1
    this.#done?.resolve()
  }

  close(): void {
    this.#socket.destroy()
  }
}

export interface LoadResult {
  perSecond: number
  /** Milliseconds a call, sorted. */
  latencies: number[]
}

/** Keeps `callers` calls under way until the time or the number is used up. */
export async function load(
  url: string,
  calls: Call[],
  limits: { callers: number; seconds?: number; requests?: number; signal?: AbortSignal; pauseMs?: number },
): Promise<LoadResult> {
  const started = performance.now()
  const end = started + (limits.seconds ?? Infinity) * 1000
  const latencies: number[] = []
  let sent = 0
  const caller = async () => {
    const connection = new Connection(url)
    while (performance.now() < end && sent < (limits.requests ?? Infinity) && !limits.signal?.aborted) {
      const call = calls[sent++ % calls.length]
      if (!call) break
      const begun = performance.now()
      await connection.send(call)
      latencies.push(performance.now() - begun)
      if (limits.pauseMs) await new Promise((resolve) => setTimeout(resolve, limits.pauseMs))
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: limits.callers }, caller))
  const seconds = (performance.now() - started) / 1000
  return { perSecond: latencies.length / seconds, latencies: latencies.toSorted((a, b) => a - b) }
}

export const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
/** Of an even number of values, the mean of the middle two. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below, above] = [Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2)]
  return ((sorted[below] ?? NaN) + (sorted[above] ?? NaN)) / 2
}
