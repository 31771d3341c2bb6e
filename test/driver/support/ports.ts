import { createServer, type Server } from 'node:net'

/** A server on a free port of the loopback interface. */
export async function listening(server: Server): Promise<AsyncDisposable & { port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A port of the loopback interface at which nothing listens. */
export async function freePort(): Promise<number> {
  await using server = await listening(createServer())
  return server.port
}
