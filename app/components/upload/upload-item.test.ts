import { describe, expect, it } from 'vitest'
import { readUploadAnswer } from './upload-item'

const problem = (code: string) =>
  JSON.stringify({ code, title: 'Nope', detail: 'What happened.', hint: 'What to do.' })

describe('readUploadAnswer', () => {
  it('reads added and duplicate', () => {
    expect(readUploadAnswer(201, '{"status":"added","photo":{"id":"p1"}}')).toEqual({
      kind: 'added',
      photoId: 'p1',
    })
    expect(readUploadAnswer(200, '{"status":"duplicate","photo":{"id":"p2"}}')).toEqual({
      kind: 'duplicate',
      photoId: 'p2',
    })
  })

  it('keeps the reason of a refusal', () => {
    expect(readUploadAnswer(415, problem('UNSUPPORTED_TYPE'))).toEqual({
      kind: 'refused',
      problem: { code: 'UNSUPPORTED_TYPE', message: 'What happened.', hint: 'What to do.' },
    })
  })

  it('counts what says nothing against the file as failed, not refused', () => {
    expect(readUploadAnswer(400, problem('UPLOAD_INCOMPLETE')).kind).toBe('failed')
    expect(readUploadAnswer(507, problem('DISK_SPACE')).kind).toBe('failed')
    expect(readUploadAnswer(503, problem('STORAGE_DOWN')).kind).toBe('failed')
    expect(readUploadAnswer(0, '').kind).toBe('failed')
  })

  it('makes something of an answer that is not ours', () => {
    expect(readUploadAnswer(502, '<html>Bad gateway</html>')).toMatchObject({ kind: 'failed' })
    expect(readUploadAnswer(200, '<html>Sign in</html>')).toMatchObject({ kind: 'failed' })
    expect(readUploadAnswer(413, '')).toMatchObject({ kind: 'refused', problem: { code: 'HTTP_413' } })
  })

  it('keeps the file for an ended session and a busy server', () => {
    expect(readUploadAnswer(401, problem('SIGN_IN_REQUIRED'))).toEqual({ kind: 'signed-out' })
    expect(readUploadAnswer(429, problem('RATE_LIMITED'), '7')).toEqual({
      kind: 'busy',
      retryAfterSeconds: 7,
    })
    expect(readUploadAnswer(429, '', null)).toEqual({ kind: 'busy', retryAfterSeconds: 5 })
  })
})
