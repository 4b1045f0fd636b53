import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reply } from './recorded-answers'

/** A request as it reached the server. */
interface SeenRequest {
  readonly path: string
  readonly authorization: string | undefined
  readonly bytes: number
  readonly body: ChatRequest
}

/** The parts of a chat completion request that tests look at. */
interface ChatRequest {
  readonly model: string
  readonly max_completion_tokens?: number
  readonly response_format?: {
    type: string
    json_schema?: { name: string; strict: boolean; schema: Record<string, unknown> }
  }
  readonly messages: ReadonlyArray<{
    role: string
    content:
      string | ReadonlyArray<{ type: string; text?: string; image_url?: { url: string; detail: string } }>
  }>
}

export type Script = Reply | 'hang' | 'cut' | ((request: SeenRequest) => Reply)

export interface OpenAiServer {
  /** What the SDK takes as `baseURL`. */
  readonly url: string
  readonly requests: SeenRequest[]
  close(): Promise<void>
}

/**
 * A server that speaks the chat-completions protocol and answers from a script, one entry a request; the last entry
 * answers all that follow. `hang` takes the request and never answers; `cut` breaks the connection.
 */
export async function createOpenAiServer(script: readonly Script[]): Promise<OpenAiServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const seen: SeenRequest = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        bytes: Buffer.byteLength(text),
        body: JSON.parse(text) as ChatRequest,
      }
      const step = script[Math.min(requests.length, script.length - 1)] ?? 'cut'
      requests.push(seen)
      if (step === 'hang') return
      if (step === 'cut') {
        request.socket.destroy()
        return
      }
      const reply = typeof step === 'function' ? step(seen) : step
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      response.end(JSON.stringify(reply.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
