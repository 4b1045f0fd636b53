import { createServer, type RequestListener, type Server } from 'node:http'

/** Longer than Fly's proxy keeps a connection that nobody uses (60 s), so that it is never we who close it. */
const KEEP_ALIVE_MS = 75_000

/**
 * Node's HTTP server with the patience that uploads and proxies need. Node's own five seconds of keep-alive lose
 * requests: one that is sent in the moment the server closes the idle connection is reset, and a POST is not sent again.
 */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, listener)
  // Uploads of large files over slow lines take longer than Node's default of five minutes for a whole request.
  server.requestTimeout = 0
  return server
}
