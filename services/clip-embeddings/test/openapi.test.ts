import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { describeApi } from '../src/describe-api.ts'

interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, unknown>; requestBody?: { content: Record<string, unknown> } }>
  >
}

test('openapi.json is what the routes say (npm run openapi writes it)', async () => {
  const committed: unknown = JSON.parse(await readFile(new URL('../openapi.json', import.meta.url), 'utf8'))
  // Through JSON, as the file was: undefined members do not exist there.
  expect(committed).toEqual(JSON.parse(JSON.stringify(await describeApi())))
})

test('it names every route, both bodies of /embed/image and the errors', async () => {
  const { paths } = (await describeApi()) as Document
  expect(Object.keys(paths).toSorted()).toEqual(
    [
      '/embed/image',
      '/embed/text',
      '/health',
      '/metrics',
      '/model',
      '/read/image',
      '/ready',
      '/v1/embeddings',
    ].toSorted(),
  )
  const image = paths['/embed/image']?.post
  expect(Object.keys(image?.requestBody?.content ?? {})).toEqual(['application/json', 'multipart/form-data'])
  expect(Object.keys(image?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '400', '401', '413', '422', '429', '503', '504']),
  )
})
