import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createHttpServer } from './create-http-server.server'

test('an idle connection is kept longer than a proxy in front keeps it', async () => {
  const server = createHttpServer((_request, response) => response.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.closeAllConnections()
  server.close()
  const promised = /^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '')?.[1]
  expect(Number(promised)).toBeGreaterThan(60)
})
