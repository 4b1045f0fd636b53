import { buildWhenStale } from '../../scripts/stack/build-when-stale'

/** Tests that start the real web process use the build of today's code, in a fresh clone too. */
export default async function setup(): Promise<void> {
  await buildWhenStale(process.cwd(), (line) => console.log(line))
}
