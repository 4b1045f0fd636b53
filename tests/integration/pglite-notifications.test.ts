import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { servePglite, type PgliteServer } from '~/platform/db/pglite/serve-pglite.server'

let server: PgliteServer
let listener: pg.Client
let speaker: pg.Client
const got: string[] = []

beforeAll(async () => {
  server = await servePglite({})
  listener = new pg.Client({ connectionString: server.url })
  speaker = new pg.Client({ connectionString: server.url })
  await listener.connect()
  await speaker.connect()
  listener.on('notification', (message) => got.push(`${message.channel} ${message.payload}`))
})
afterAll(async () => {
  await listener.end()
  await speaker.end()
  await server.close()
})

// The length of the statement is a byte right before its first word, and some lengths are letters.
it('hears channels whatever the length of the LISTEN, in both protocols', async () => {
  const channels = Array.from({ length: 50 }, (_, index) => `channel:${'x'.repeat(index)}`)
  for (const [index, channel] of channels.entries()) {
    if (index % 2 === 0) await listener.query(`LISTEN "${channel}"`)
    else await listener.query({ text: `LISTEN "${channel}"`, values: [] })
  }
  for (const channel of channels) await speaker.query('SELECT pg_notify($1, $2)', [channel, 'hello'])
  await listener.query('SELECT 1')
  expect(got).toEqual(channels.map((channel) => `${channel} hello`))
})

it('hears both channels of one message, as graphile-worker asks for them', async () => {
  got.length = 0
  await listener.query('LISTEN "jobs:insert"; LISTEN "worker:migrate";')
  await speaker.query(`SELECT pg_notify('jobs:insert', '1'), pg_notify('worker:migrate', '2')`)
  await listener.query('SELECT 1')
  expect(got).toEqual(['jobs:insert 1', 'worker:migrate 2'])
})

it('hears nothing that it did not ask for or no longer wants', async () => {
  got.length = 0
  await listener.query('UNLISTEN "jobs:insert"')
  await speaker.query('LISTEN other')
  await speaker.query(`SELECT pg_notify('jobs:insert', '1'), pg_notify('other', '2')`)
  await listener.query('SELECT 1')
  expect(got).toEqual([])
})
