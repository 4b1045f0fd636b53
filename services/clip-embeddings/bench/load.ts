import http from 'node:http'

export interface Call {
  path: string
  contentType: string
  body: Buffer
}

/** One picture as the app sends it. */
export function formCall(picture: Buffer): Call {
  const head =
    '--b\r\ncontent-disposition: form-data; name="f"; filename="f.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
  const field = '--b\r\ncontent-disposition: form-data; name="encoding"\r\n\r\nbase64\r\n'
  const body = Buffer.concat([Buffer.from(field + head), picture, Buffer.from('\r\n--b--\r\n')])
  return { path: '/embed/image', contentType: 'multipart/form-data; boundary=b', body }
}

export const jsonCall = (path: string, body: unknown): Call => ({
  path,
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(body)),
})

/** Sends one call and waits for the whole answer; node:http, because fetch costs the client more than the server. */
function send(url: string, agent: http.Agent, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': call.contentType, 'content-length': call.body.length }
    const request = http.request(url + call.path, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${call.path} answered ${response.statusCode}`))
      response.on('end', resolve).resume()
    })
    request.on('error', reject).end(call.body)
  })
}

export interface LoadResult {
  perSecond: number
  /** Milliseconds a call, sorted. */
  latencies: number[]
}

/** Keeps `callers` calls under way until the time or the number is used up. */
export async function load(
  url: string,
  calls: Call[],
  limits: { callers: number; seconds?: number; requests?: number; signal?: AbortSignal; pauseMs?: number },
): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: limits.callers })
  const started = performance.now()
  const end = started + (limits.seconds ?? Infinity) * 1000
  const latencies: number[] = []
  let sent = 0
  const caller = async () => {
    while (performance.now() < end && sent < (limits.requests ?? Infinity) && !limits.signal?.aborted) {
      const call = calls[sent++ % calls.length]
      if (!call) return
      const begun = performance.now()
      await send(url, agent, call)
      latencies.push(performance.now() - begun)
      if (limits.pauseMs) await new Promise((resolve) => setTimeout(resolve, limits.pauseMs))
    }
  }
  await Promise.all(Array.from({ length: limits.callers }, caller))
  agent.destroy()
  const seconds = (performance.now() - started) / 1000
  return { perSecond: latencies.length / seconds, latencies: latencies.toSorted((a, b) => a - b) }
}

export const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
export const median = (values: number[]) =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
