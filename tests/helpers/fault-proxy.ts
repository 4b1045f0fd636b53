import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'

export type Fault =
  | 'none'
  /** Nobody listens: new connections are cut, open ones too. */
  | 'refuse'
  /** Connections are taken and nothing is ever answered. */
  | 'hang'
  /** Every request is answered with HTTP 500. */
  | 'error'
  /** Answers come half a second late: work that is to be met half done stays half done for that long. */
  | 'slow'

const delay = (ms: number) =>
  new Transform({
    transform: (chunk: Buffer, _encoding, next) => void setTimeout(() => next(null, chunk), ms),
  })

/** Stands between a client and a service and fails on demand, at the level of TCP. */
export async function startFaultProxy(target: { host: string; port: number }): Promise<{
  port: number
  set(fault: Fault): void
  close(): Promise<void>
}> {
  let fault: Fault = 'none'
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => {})
    if (fault === 'refuse') return void client.destroy()
    if (fault === 'hang') return void client.resume()
    if (fault === 'error') {
      client.once('data', () =>
        client.end(
          'HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbad\n',
        ),
      )
      return
    }
    const upstream = connect(target.port, target.host)
    open.add(upstream)
    upstream.on('close', () => {
      open.delete(upstream)
      client.destroy()
    })
    client.on('close', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.pipe(upstream)
    if (fault === 'slow') upstream.pipe(delay(500)).pipe(client)
    else upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      fault = next
      // Kept-alive connections must feel it too.
      for (const socket of open) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
