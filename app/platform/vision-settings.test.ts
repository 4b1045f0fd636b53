import { expect, it } from 'vitest'
import { visionSettingsText } from './vision-settings'

it('takes prices and limits as JSON, and none at all', () => {
  expect(visionSettingsText.parse(undefined)).toEqual({})
  expect(visionSettingsText.parse('{"usdPerMillion":{"input":1,"output":4},"retries":0}')).toEqual({
    usdPerMillion: { input: 1, output: 4 },
    retries: 0,
  })
})

it.each(['{', '{"timeout":3}', '{"timeoutMs":"3"}', '[]'])('refuses %s', (text) => {
  expect(visionSettingsText.safeParse(text).success).toBe(false)
})
