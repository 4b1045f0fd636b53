import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What each part of the product has used so far. Linux only: read from /proc. */
export type ProcessFigures = Record<string, { cpuMs: number; peakMb: number; residentMb: number }>

const MS_PER_TICK = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** By what stands on their command line. A backend of native Postgres names the database it serves. */
const PARTS: [name: string, pattern: RegExp][] = [
  ['worker', /workers\/main\.ts/],
  ['web', /scripts\/web\.ts/],
  ['embedding service', /clip-embeddings\/src\/main\.ts/],
  ['database', /scripts\/database\.ts|^postgres: .*recto_bench_/],
]

/**
 * Processor time, resident memory and its high-water mark of this process (`this process`) and of every part of the
 * stack that runs beside it; several processes of one part are added up.
 */
export function readProcessFigures(): ProcessFigures {
  const figures: ProcessFigures = {}
  const add = (name: string, pid: number) => {
    const read = readFigures(pid)
    if (!read) return
    const sum = (figures[name] ??= { cpuMs: 0, peakMb: 0, residentMb: 0 })
    sum.cpuMs += read.cpuMs
    sum.peakMb += read.peakMb
    sum.residentMb += read.residentMb
  }
  add('this process', process.pid)
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!pid || pid === process.pid) continue
    const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
    const part = PARTS.find(([, pattern]) => pattern.test(command))
    if (part && (part[0] === 'database' || ancestors(pid).includes(process.pid))) add(part[0], pid)
  }
  return figures
}

/** Milliseconds of processor time of each part between two readings, divided by `count`. */
export function cpuPer(count: number, before: ProcessFigures, after: ProcessFigures): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([name, { cpuMs }]) => [name, (cpuMs - (before[name]?.cpuMs ?? 0)) / count]),
  )
}

function readFigures(pid: number): ProcessFigures[string] | null {
  const stat = statFields(pid)
  const status = read(`/proc/${pid}/status`) ?? ''
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN) / 1024
  const [peakMb, residentMb] = [megabytes('VmHWM'), megabytes('VmRSS')]
  if (!stat || Number.isNaN(peakMb)) return null
  return { cpuMs: (Number(stat[11]) + Number(stat[12])) * MS_PER_TICK, peakMb, residentMb }
}

function ancestors(pid: number): number[] {
  const line: number[] = []
  for (let at = Number(statFields(pid)?.[1]); at > 1; at = Number(statFields(at)?.[1])) line.push(at)
  return line
}

/** The fields of /proc/<pid>/stat behind the command's name, which may hold spaces: state, parent, … */
const statFields = (pid: number) =>
  read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // The process has ended.
  }
}
