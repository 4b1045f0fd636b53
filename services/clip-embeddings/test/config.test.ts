import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

test('nothing set: the built-in model on port 7997', () => {
  expect(readConfig({})).toMatchObject({
    port: 7997,
    modelName: 'recto-mini',
    apiToken: undefined,
    executionProvider: 'cpu',
    bodyLimitBytes: 32 * 1024 * 1024,
  })
})

test('a variable left blank counts as unset', () => {
  expect(readConfig({ PORT: '', CLIP_API_TOKEN: '' })).toMatchObject({ port: 7997, apiToken: undefined })
})

test('every problem is named at once', () => {
  const read = () =>
    readConfig({
      PORT: '70000',
      CLIP_EXECUTION_PROVIDER: 'tpu',
      CLIP_API_TOKEN: 'short',
      CLIP_BATCH_SIZE: '1.5',
    })
  expect(read).toThrow(ConfigError)
  for (const name of ['PORT', 'CLIP_EXECUTION_PROVIDER', 'CLIP_API_TOKEN', 'CLIP_BATCH_SIZE'])
    expect(read).toThrow(name)
  expect(read).not.toThrow('short')
})

test.each(['../recto-mini', 'a/b', '.', '..', ''])('a model name cannot leave its folder: %j', (name) => {
  if (name === '') expect(readConfig({ CLIP_MODEL: name }).modelName).toBe('recto-mini')
  else expect(() => readConfig({ CLIP_MODEL: name })).toThrow('CLIP_MODEL')
})
