import { expect, test } from 'vitest'
import { readMultipart } from './read-multipart.ts'

const type = 'multipart/form-data; boundary=XX'
const part = (head: string, content: string | Buffer) =>
  Buffer.concat([Buffer.from(`--XX\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')])
const file = (content: string | Buffer) =>
  part('Content-Disposition: form-data; name="f"; filename="a.jpg"\r\nContent-Type: image/jpeg', content)
const form = (...parts: (Buffer | string)[]) =>
  Buffer.concat([...parts.map((p) => Buffer.from(p)), Buffer.from('--XX--\r\n')])
const read = (body: Buffer, contentType = type) => readMultipart(body, contentType, 10)
const refusal = (body: Buffer, contentType = type) => {
  try {
    read(body, contentType)
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('files in order, byte for byte, and fields by name', () => {
  const binary = Buffer.from([0, 13, 10, 45, 45, 88, 13, 10, 255])
  const { files, fields } = read(
    form(
      file('one'),
      part('content-disposition: form-data; name="encoding"', 'base64'),
      file(binary),
      file(''),
    ),
  )
  expect(files).toEqual([Buffer.from('one'), binary, Buffer.from('')])
  expect(fields.encoding).toBe('base64')
})

test('what fetch writes is read back', async () => {
  const data = new FormData()
  data.append('a', new Blob([new Uint8Array([1, 2, 3])]), 'ä"\r\n.jpg')
  data.append('encoding', 'float')
  const request = new Request('http://x/', { method: 'POST', body: data })
  const got = read(
    Buffer.from(await request.clone().arrayBuffer()),
    request.headers.get('content-type') ?? '',
  )
  expect(got.files).toEqual([Buffer.from([1, 2, 3])])
  expect(got.fields.encoding).toBe('float')
})

test('quoted boundary, preamble, epilogue and blanks after the boundary', () => {
  const body = Buffer.concat([Buffer.from('ignored\r\n'), file('x'), Buffer.from('--XX-- \r\nignored')])
  expect(read(body, 'multipart/form-data; charset=utf-8; boundary="XX"').files).toEqual([Buffer.from('x')])
  expect(read(form(String(file('x')).replace('--XX\r\n', '--XX  \r\n'))).files).toHaveLength(1)
})

test('a field called __proto__ is only a field', () => {
  const { fields } = read(form(part('content-disposition: form-data; name="__proto__"', 'x')))
  expect(Object.getPrototypeOf(fields)).toBeNull()
})

test.each([
  ['no boundary in the type', form(file('x')), 'multipart/form-data', 'BODY_INVALID'],
  ['another boundary', form(file('x')), 'multipart/form-data; boundary=YY', 'BODY_INVALID'],
  ['an empty body', Buffer.alloc(0), type, 'BODY_INVALID'],
  ['cut in a file', form(file('xxxxxxxx')).subarray(0, 100), type, 'BODY_INVALID'],
  ['cut in the headers', Buffer.from('--XX\r\nContent-Dis'), type, 'BODY_INVALID'],
  [
    'headers without end',
    form(part(`content-disposition: form-data; name="${'n'.repeat(5000)}"`, 'x')),
    type,
    'BODY_INVALID',
  ],
  ['a part that is no form data', form(part('content-type: text/plain', 'x')), type, 'BODY_INVALID'],
  ['too many parts', form(...Array.from({ length: 11 }, () => file('x'))), type, 'TOO_MANY_ITEMS'],
])('%s is refused', (_, body, contentType, code) => {
  expect(refusal(body, contentType)).toBe(code)
})
