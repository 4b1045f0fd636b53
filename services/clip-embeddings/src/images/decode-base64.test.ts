import { expect, test } from 'vitest'
import { decodeBase64 } from './decode-base64.ts'

const bytes = Buffer.from([0, 250, 251, 252, 253, 254, 255])
const code = (input: string) => {
  try {
    decodeBase64(input)
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test.each([
  ['plain', bytes.toString('base64')],
  ['without padding', bytes.toString('base64').replaceAll('=', '')],
  ['url-safe', bytes.toString('base64url')],
  ['broken into lines', `${bytes.toString('base64').slice(0, 4)}\r\n${bytes.toString('base64').slice(4)}\n`],
  ['data: URI', `data:image/png;base64,${bytes.toString('base64')}`],
  ['data: URI with parameters', `data:image/png;name=a.png;base64,${bytes.toString('base64')}`],
])('%s base64 gives the bytes back', (_, input) => {
  expect(decodeBase64(input)).toEqual(bytes)
})

test.each([
  ['', 'BASE64_INVALID'],
  ['hello world!', 'BASE64_INVALID'],
  ['AAAAA', 'BASE64_INVALID'],
  ['AA=A', 'BASE64_INVALID'],
  ['\u0000\u0000', 'BASE64_INVALID'],
  ['\ud800', 'BASE64_INVALID'],
  ['data:image/svg+xml,<svg/>', 'BASE64_INVALID'],
  ['data:image/png;base64,', 'BASE64_INVALID'],
  ['http://169.254.169.254/latest/meta-data', 'URL_REFUSED'],
  ['  HTTPS://example.com/a.jpg', 'URL_REFUSED'],
  ['file:///etc/passwd', 'URL_REFUSED'],
])('%j is refused as %s', (input, expected) => {
  expect(code(input)).toBe(expected)
})
