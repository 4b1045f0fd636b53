import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describeApi } from '../src/describe-api.ts'

/** `npm run openapi`: writes openapi.json; a test fails while it differs from what the routes say. */
const file = fileURLToPath(new URL('../openapi.json', import.meta.url))
await writeFile(file, `${JSON.stringify(await describeApi(), null, 2)}\n`)
process.stdout.write(`${file}\n`)
