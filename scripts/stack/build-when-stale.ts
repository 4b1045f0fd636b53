import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const BUILT = 'build/server/index.js'

/** Builds the web app when there is no build, or when a source is younger than it. */
export async function buildWhenStale(root: string, report: (line: string) => void): Promise<void> {
  const built = await stat(join(root, BUILT)).catch(() => null)
  if (built && (await newestChange(root)) <= built.mtimeMs) return
  report(built ? 'The code changed since the last build; building …' : 'Building the web app (once) …')
  const output: string[] = []
  const code = await new Promise<number | null>((resolve) => {
    const build = spawn('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [build.stdout, build.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    build.once('close', resolve)
  })
  if (code !== 0) throw new Error(`The build failed:\n${output.join('').slice(-4000)}`)
}

async function newestChange(root: string): Promise<number> {
  const entries = await readdir(join(root, 'app'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const times = await Promise.all(
    [...paths, join(root, 'vite.config.ts'), join(root, 'package-lock.json')].map((file) =>
      stat(file).then(
        (info) => info.mtimeMs,
        () => 0,
      ),
    ),
  )
  // A reduce, because spreading thousands of arguments into Math.max overflows the stack.
  return times.reduce((newest, time) => Math.max(newest, time), 0)
}
