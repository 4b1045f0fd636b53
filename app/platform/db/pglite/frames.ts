/** Framing of the Postgres wire protocol 3.0 (https://www.postgresql.org/docs/current/protocol-message-formats.html). */

const SSL_REQUEST = 80877103
const GSS_REQUEST = 80877104
const CANCEL_REQUEST = 80877102

export const frontend = {
  query: 0x51,
  terminate: 0x58,
  sync: 0x53,
  flush: 0x48,
  copyDone: 0x63,
  copyFail: 0x66,
  functionCall: 0x46,
}
const PARSE = 0x50
export const backend = { notification: 0x41, readyForQuery: 0x5a }
export const IDLE = 0x49

/** Messages after which the server has something to answer; what comes before them is sent along in one piece. */
const batchEnds = new Set(Object.values(frontend))

export type StartupKind = 'encryption' | 'cancel' | 'startup'

/** The first message of a connection has no type byte. Null while it is incomplete. */
export function readStartup(buffer: Buffer): { kind: StartupKind; message: Buffer; rest: Buffer } | null {
  if (buffer.length < 8) return null
  const length = buffer.readInt32BE(0)
  if (buffer.length < length) return null
  const code = buffer.readInt32BE(4)
  const kind =
    code === SSL_REQUEST || code === GSS_REQUEST
      ? 'encryption'
      : code === CANCEL_REQUEST
        ? 'cancel'
        : 'startup'
  return { kind, message: buffer.subarray(0, length), rest: buffer.subarray(length) }
}

/** The messages up to and including the last one that wants an answer. Null while there is none. */
export function readBatch(buffer: Buffer): { message: Buffer; lastType: number; rest: Buffer } | null {
  let position = 0
  let end = 0
  let lastType = 0
  while (buffer.length >= position + 5) {
    const next = position + 1 + buffer.readInt32BE(position + 1)
    if (buffer.length < next) break
    const type = buffer.readUInt8(position)
    position = next
    if (batchEnds.has(type)) {
      end = position
      lastType = type
    }
  }
  return end === 0 ? null : { message: buffer.subarray(0, end), lastType, rest: buffer.subarray(end) }
}

export function* eachFrame(buffer: Buffer): Generator<{ type: number; frame: Buffer }> {
  for (let position = 0; position < buffer.length;) {
    const next = position + 1 + buffer.readInt32BE(position + 1)
    yield { type: buffer.readUInt8(position), frame: buffer.subarray(position, next) }
    position = next
  }
}

/** Longer statements are bulk data and never a LISTEN; searching them would cost more than running them. */
const LONGEST_SEARCHED = 4096

/**
 * The SQL of Query and Parse messages, without their headers. The header must be off before words are looked for: the
 * last byte of the length may be a letter or a digit (51 is "3"), and then `LISTEN` does not begin a word. That made
 * graphile-worker's own LISTEN go unheard, and every pick-up wait for the next poll: 1.5 s instead of milliseconds.
 */
export function* statements(message: Buffer): Generator<string> {
  if (message.length > LONGEST_SEARCHED) return
  for (const { type, frame } of eachFrame(message)) {
    if (type === frontend.query) yield frame.toString('utf8', 5)
    // Parse: the statement's name as a C string, then the SQL.
    if (type === PARSE) yield frame.toString('utf8', frame.indexOf(0, 5) + 1)
  }
}

/** Channel of a NotificationResponse: type, length, process id, then the name as a C string. */
export function notificationChannel(frame: Buffer): string {
  return frame.toString('utf8', 9, frame.indexOf(0, 9))
}

export function encodeQuery(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`)
  const header = Buffer.alloc(5)
  header.writeUInt8(frontend.query, 0)
  header.writeInt32BE(4 + text.length, 1)
  return Buffer.concat([header, text])
}

/** FATAL ErrorResponse: the client sees an ordinary Postgres error instead of a cut connection. */
export function encodeFatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const header = Buffer.alloc(5)
  header.writeUInt8(0x45, 0)
  header.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([header, fields])
}
