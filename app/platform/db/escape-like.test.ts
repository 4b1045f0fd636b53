import { expect, test } from 'vitest'
import { containsPattern } from './escape-like'

test('wildcards in a name are letters', () => {
  expect(containsPattern('100%_a\\b')).toBe('%100\\%\\_a\\\\b%')
})
