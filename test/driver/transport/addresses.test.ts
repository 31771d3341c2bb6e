import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { FlightSqlConnection } from '../../../src/driver/connection.js'
import type { MicromegasError } from '../../../src/errors.js'
import { sql } from '../support/connect.js'
import { startFlightService } from '../support/flight-service.js'
import { freePort, listening } from '../support/ports.js'

describe('an address without a Flight SQL service', () => {
  const errorAt = async (url: string): Promise<MicromegasError> => {
    const connection = new FlightSqlConnection({ url, retry: false })
    try {
      return (await connection
        .execute({ sql })
        .next()
        .catch((error: unknown) => error)) as MicromegasError
    } finally {
      await connection.close()
    }
  }

  it('is unavailable when nothing listens', async () => {
    const port = await freePort()
    const error = await errorAt(`grpc://127.0.0.1:${port}`)
    expect(error).toMatchObject({
      code: 'unavailable',
      retryable: true,
      help: expect.stringContaining('host and port'),
    })
    expect(error.message).toBe(`The service cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}.`)
  })

  it('is a protocol error when HTTP/1 answers', async () => {
    await using http = await listening(createHttpServer((_, response) => void response.end('hello')))
    const error = await errorAt(`grpc://127.0.0.1:${http.port}`)
    expect(error).toMatchObject({ code: 'protocol', retryable: false, help: expect.stringContaining('port') })
    expect(error.message).toContain('does not speak HTTP/2')
  })

  it('is unavailable when the connection is closed at once', async () => {
    await using closing = await listening(createTcpServer((socket) => void socket.destroy()))
    expect(await errorAt(`grpc://127.0.0.1:${closing.port}`)).toMatchObject({
      code: 'unavailable',
      message: 'The connection was accepted and then closed.',
    })
  })

  it('is a protocol error when a plaintext service is asked for TLS', async () => {
    await using service = await startFlightService({})
    expect(await errorAt(`grpc+tls://localhost:${service.port}`)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('does not speak TLS'),
      help: expect.stringContaining('grpc://'),
    })
  })
})
