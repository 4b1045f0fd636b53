import { load, type Call } from './load.ts'
import type { BenchSettings } from './run.ts'
import type { Child } from './start-child.ts'

/** Resident memory of the service after each tenth of many requests: it must stop growing. */
export async function measureMemory(service: Child, forms: Call[], settings: BenchSettings): Promise<void> {
  const { say, requests, callers } = settings
  const sizes = [service.residentMegabytes()]
  for (let tenth = 1; tenth <= 10; tenth++) {
    await load(service.url, forms, { callers, requests: requests / 10 })
    sizes.push(service.residentMegabytes())
  }
  const list = sizes.map((size) => size.toFixed(0)).join(', ')
  say(`   resident memory before and after each tenth of ${requests} requests: ${list} MB`)
}
