import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { FlightSqlConnection } from '../../../src/driver/connection.js'
import { last } from '../../../src/types/time-range.js'
import { collect, connect, fails, messagesOf, numbersOf, sendAll, sql } from '../support/connect.js'
import { type Call, startFlightService } from '../support/flight-service.js'
import { freePort } from '../support/ports.js'

describe('a query is sent again', () => {
  const failing = (times: number, code = status.UNAVAILABLE, messages: readonly Uint8Array[] = messagesOf(1)) => {
    let calls = 0
    return { onDoGet: (call: Call) => (++calls <= times ? call.fail(code, 'down') : sendAll(call, messages)) }
  }

  it('when the service is unavailable', async () => {
    await using test = await connect(failing(2), { retry: { initialDelay: 1 } })
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0])
    expect(test.service.calls).toHaveLength(3)
  })

  it('for the same range each time', async () => {
    await using test = await connect(failing(1), { retry: { initialDelay: 20 } })
    await collect(test.connection.execute({ sql, timeRange: last('1 hour') }))
    const [first, second] = test.service.calls.map(({ metadata }) => metadata.get('query_range_end')[0])
    expect(first).toBe(second)
  })

  it('no more often than the configuration says', async () => {
    await using test = await connect(failing(10), { retry: { attempts: 3, initialDelay: 1 } })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(
      expect.objectContaining({ code: 'unavailable', retryable: true }),
    )
    expect(test.service.calls).toHaveLength(3)
  })

  it('not at all with retry: false', async () => {
    await using test = await connect(failing(1), { retry: false })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('unavailable'))
    expect(test.service.calls).toHaveLength(1)
  })

  it('not after any other failure', async () => {
    await using test = await connect(failing(1, status.RESOURCE_EXHAUSTED), { retry: { initialDelay: 1 } })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('resource_exhausted'))
    expect(test.service.calls).toHaveLength(1)
  })

  it('not after its first message, even without rows', async () => {
    await using test = await connect(
      {
        onDoGet: async (call) => {
          for (const message of messagesOf()) await call.send(message)
          call.fail(status.UNAVAILABLE, 'down')
        },
      },
      { retry: { initialDelay: 1 } },
    )
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('unavailable'))
    expect(test.service.calls).toHaveLength(1)
  })

  it('to a service that was not running when the client first asked', async () => {
    const port = await freePort()
    const connection = new FlightSqlConnection({ url: `grpc://127.0.0.1:${port}` })
    const pull = connection.execute({ sql }, { timeout: 20_000 }).next()
    await using service = await startFlightService({
      address: `127.0.0.1:${port}`,
      onDoGet: (call) => sendAll(call, messagesOf(1)),
    })
    expect(numbersOf([await pull])).toEqual([0])
    expect(service.calls).toHaveLength(1)
    await connection.close()
  })
})
