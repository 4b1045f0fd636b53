import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renderSet, type RenderedSet } from '../helpers/render-pairs/render-set'

const run = promisify(execFile)
let folder: string
let set: RenderedSet

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recto-pair-'))
  set = await renderSet('odd-count', 1, 3)
  for (const { name, bytes } of set.photos) await writeFile(join(folder, name), bytes)
  await writeFile(join(folder, 'broken.jpg'), 'not a picture')
  await writeFile(join(folder, 'notes.txt'), 'not a photo')
  const rows = set.truth.map(({ front, back }, at) => `${at},shirt,${front},${back}`)
  await writeFile(join(folder, 'truth.csv'), ['id,category,front,back', ...rows].join('\n'))
})
afterAll(() => rm(folder, { recursive: true }))

const pair = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'scripts/pair.ts', folder, '--no-embedding', ...args], {
    env: { ...process.env, OPENAI_API_KEY: '' },
  })

it('prints the documented JSON, with accuracy where the truth is given', async () => {
  const { stdout } = await pair('--json', '--truth', join(folder, 'truth.csv'))
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining(['strategy', 'pairs', 'unpaired', 'refused', 'seconds', 'costUsd', 'accuracy']),
  )
  expect(report).toMatchObject({ strategy: 'local', costUsd: 0 })
  for (const one of report.pairs) {
    expect(Object.keys(one)).toEqual(['front', 'back', 'score', 'confidence', 'evidence'])
    expect(one.evidence.length).toBeGreaterThan(0)
  }
  expect(report.accuracy).toMatchObject({ known: set.truth.length, right: set.truth.length })
  expect(report.unpaired).toHaveLength(1)
  expect(report.refused).toEqual([{ photo: 'broken.jpg', reason: expect.stringContaining('not a picture') }])
})

it('says why a strategy cannot run', async () => {
  await expect(pair('--strategy', 'direct')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('OPENAI_API_KEY is not set'),
  })
})
