import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { type Server, ServerCredentials } from '@grpc/grpc-js'
import { MicromegasError } from '../../errors.js'

const host = '127.0.0.1'

/** Listens at a port of the loopback interface and hands its connections to a gRPC server. */
export class Listener {
  readonly port: number
  readonly #server: NetServer
  readonly #sockets = new Set<Socket>()
  readonly #injector: ReturnType<Server['createConnectionInjector']>
  #keepsAlive = true

  /**
   * Opens the port.
   *
   * @throws `unavailable` for a port that is in use or that this process may not use
   */
  static async open(grpc: Server, port: number): Promise<Listener> {
    const server = createServer({ noDelay: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => {
        const reason = cause.code === 'EADDRINUSE' ? 'is already in use' : `cannot be opened (${cause.code})`
        reject(new MicromegasError('unavailable', `Port ${port} ${reason}.`, { cause }))
      })
      server.listen(port, host, resolve)
    })
    return new Listener(grpc, server)
  }

  private constructor(grpc: Server, server: NetServer) {
    this.#injector = grpc.createConnectionInjector(ServerCredentials.createInsecure())
    this.#server = server
    this.port = (server.address() as { port: number }).port
    server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      if (!this.#keepsAlive) socket.unref()
      this.#injector.injectConnection(socket)
    })
  }

  get url(): string {
    return `grpc://${host}:${this.port}`
  }

  unref(): void {
    this.#keepsAlive = false
    this.#server.unref()
    for (const socket of this.#sockets) socket.unref()
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#injector.destroy()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
