import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listFiles } from './list-files'

it('lists every file below a folder, however many one folder holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recto-list-'))
  for (const below of ['', 'a', 'a/b', '.hidden']) {
    await mkdir(join(folder, below), { recursive: true })
    for (let at = 0; at < 70; at++) await writeFile(join(folder, below, `${at}.jpg`), '')
  }
  const files = await listFiles(folder)
  expect(files).toHaveLength(3 * 70)
  expect(files).toContain('a/b/69.jpg')
  await rm(folder, { recursive: true })
})
