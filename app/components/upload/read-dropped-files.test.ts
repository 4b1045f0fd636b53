import { describe, expect, it } from 'vitest'
import { toQueuedFiles } from './read-dropped-files'

const dropped = (name: string, relativePath?: string) =>
  Object.assign(new File(['x'], name), { relativePath })

describe('toQueuedFiles', () => {
  it('keeps the folder a file came from', () => {
    expect(toQueuedFiles([dropped('a.jpg', '/summer/shirts/a.jpg')])[0]?.path).toBe('summer/shirts/a.jpg')
    expect(toQueuedFiles([dropped('a.jpg')])[0]?.path).toBe('a.jpg')
  })

  it('skips what file managers leave in folders, not what was dropped itself', () => {
    const paths = toQueuedFiles([
      dropped('.DS_Store', 'summer/.DS_Store'),
      dropped('Thumbs.db', 'summer/Thumbs.db'),
      dropped('._a.jpg', '__MACOSX/summer/._a.jpg'),
      dropped('a.jpg', 'summer/a.jpg'),
      dropped('.hidden.jpg'),
    ]).map(({ path }) => path)
    expect(paths).toEqual(['summer/a.jpg', '.hidden.jpg'])
  })
})
