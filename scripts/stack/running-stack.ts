import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  pid: z.number(),
  url: z.string().nullable(),
  databaseUrl: z.string(),
  databaseEmbedded: z.boolean(),
  clipServiceUrl: z.string(),
})

/** What a running Recto left in its data folder, so that the command line and a second start find it. */
export type RunningStack = z.infer<typeof schema>

const path = (dataDir: string) => join(dataDir, 'running.json')

/** The running stack of this data folder, or null. A record whose process is gone is ignored. */
export async function readRunningStack(dataDir: string): Promise<RunningStack | null> {
  const text = await readFile(path(dataDir), 'utf8').catch(() => null)
  const parsed = text === null ? null : schema.safeParse(parseJson(text))
  if (!parsed?.success || !isAlive(parsed.data.pid)) return null
  return parsed.data
}

export async function writeRunningStack(dataDir: string, stack: RunningStack): Promise<void> {
  await writeFile(path(dataDir), JSON.stringify(stack, null, 2), { mode: 0o600 })
}

export async function forgetRunningStack(dataDir: string): Promise<void> {
  await rm(path(dataDir), { force: true })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // A half-written record of a process that was killed.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
