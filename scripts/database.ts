/** The embedded database as a process of its own: `tsx scripts/database.ts <folder> <port>`. Prints one line when up. */
import { servePglite } from '~/platform/db/pglite/serve-pglite.server'

const [dataDir, port] = process.argv.slice(2)
const server = await servePglite({ dataDir, port: Number(port ?? 0) })
console.log(`database ready at ${server.url}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)))
}
