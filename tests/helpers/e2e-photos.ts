import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { renderSamples } from '../../scripts/samples/render-samples'
import { hasSharedData, sharedData } from './shared-data'

export interface PhotoSet {
  /** Thirty picture files. */
  files: string[]
  /** Words, and the names of the files they describe. */
  words: string
  described: string[]
}

/** Thirty real photos where they are at hand, thirty rendered ones elsewhere. */
export async function thirtyPhotos(): Promise<PhotoSet> {
  if (!hasSharedData('real photos in the browser test; rendered ones are used')) return renderedPhotos()
  const folder = join(sharedData, 'originals/clothing')
  const byClass = readdirSync(folder).map((name) => ({ name, files: pictures(join(folder, name)) }))
  const shoes = byClass.find(({ name }) => name === 'shoes')?.files ?? []
  const others = byClass.filter(({ name }) => name !== 'shoes').flatMap(({ files }) => files)
  const files = [...shoes, ...others, ...pictures(join(sharedData, 'originals/grocery'))].slice(0, 30)
  return { files, words: 'shoes', described: shoes.map((file) => basename(file)) }
}

async function renderedPhotos(): Promise<PhotoSet> {
  const folder = mkdtempSync(join(tmpdir(), 'recto-e2e-photos-'))
  await renderSamples(folder)
  const fronts = pictures(folder).filter((file) => /^\d\d-.*-front/.test(basename(file)))
  return {
    files: fronts.slice(0, 30),
    words: 'red dress',
    described: fronts.map((file) => basename(file)).filter((name) => /red-.*-dress/.test(name)),
  }
}

function pictures(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
