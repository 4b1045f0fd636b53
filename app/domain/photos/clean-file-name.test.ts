import { expect, test } from 'vitest'
import { cleanFileName } from './clean-file-name'

test.each([
  ['shirt.jpg', 'shirt.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\front.png', 'front.png'],
  ['nul\0l.jpg', 'null.jpg'],
  ['line\nbreak\u2028.jpg', 'linebreak.jpg'],
  ['👗 été.jpg', '👗 été.jpg'],
  ['e\u0301te\u0301.jpg', 'été.jpg'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['half \ud83d.jpg', 'half .jpg'],
  ['', 'unnamed'],
  ['..', 'unnamed'],
  ['folder/', 'unnamed'],
])('%j is shown as %j', (name, shown) => {
  expect(cleanFileName(name)).toBe(shown)
})

test('a name of 4,000 characters keeps its beginning and its extension', () => {
  const shown = cleanFileName(`${'👗'.repeat(4000)}.jpeg`)
  expect(Array.from(shown)).toHaveLength(200)
  expect(shown.endsWith('….jpeg')).toBe(true)
})
