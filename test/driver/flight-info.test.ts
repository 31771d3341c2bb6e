import { status } from '@grpc/grpc-js'
import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { readFlightData } from '../../src/flight/flight-data.js'
import { collect, connect, fails, messagesOf, numbersOf, sendAll, sql } from './support/connect.js'
import { flightMessages } from './support/flight-messages.js'
import { type FlightInfoInit, startFlightService } from './support/flight-service.js'
import { freePort } from './support/ports.js'

describe('tickets of a FlightInfo', () => {
  const ticket = (text: string, ...uris: string[]) => ({
    ticket: { ticket: new TextEncoder().encode(text) },
    location: uris.map((uri) => ({ uri })),
  })
  const info = (...endpoint: ReturnType<typeof ticket>[]): FlightInfoInit => ({ endpoint })

  it('are asked for first, and all of them are read, in their order', async () => {
    await using test = await connect(
      {
        onGetFlightInfo: (statement) => info(ticket(`${statement} / 1`), ticket(`${statement} / 2`)),
        onDoGet: (call) => sendAll(call, messagesOf(call.sql.endsWith('1') ? 2 : 3)),
      },
      { tickets: 'flight-info', auth: 'secret' },
    )
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0, 1, 0, 1, 2])
    expect(test.service.calls.map((call) => call.sql)).toEqual([`${sql} / 1`, `${sql} / 2`])
    for (const { metadata } of test.service.calls) expect(metadata.get('authorization')).toEqual(['Bearer secret'])
  })

  it('are redeemed at their locations, or at the next one if one is unavailable', async () => {
    const port = await freePort()
    await using other = await startFlightService({ onDoGet: (call) => sendAll(call, messagesOf(4)) })
    await using test = await connect(
      {
        onGetFlightInfo: () =>
          info(
            ticket('there', `grpc+tcp://127.0.0.1:${port}`, `grpc+tcp://127.0.0.1:${other.port}`),
            ticket('here', 'arrow-flight-reuse-connection://?'),
          ),
        onDoGet: (call) => sendAll(call, messagesOf(1)),
      },
      { tickets: 'flight-info', retry: false },
    )
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0, 1, 2, 3, 0])
    expect(other.calls.map((call) => call.sql)).toEqual(['there'])
    expect(test.service.calls.map((call) => call.sql)).toEqual(['here'])
  })

  it('at a location where credentials would go in plaintext are refused', async () => {
    await using test = await connect(
      { onGetFlightInfo: () => info(ticket('there', 'grpc://lake.example.com:1')) },
      { tickets: 'flight-info', auth: 'secret' },
    )
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('invalid_argument'))
  })

  it('whose results have different schemas are a protocol error', async () => {
    const other = flightMessages(tableFromArrays({ m: Int32Array.of(1) }))
    await using test = await connect(
      {
        onGetFlightInfo: () => info(ticket('1'), ticket('2')),
        onDoGet: (call) => sendAll(call, call.sql === '1' ? messagesOf(1) : other),
      },
      { tickets: 'flight-info' },
    )
    await expect(collect(test.connection.execute({ sql }))).rejects.toThrow(fails('protocol'))
  })

  it('may be missing: the result is then empty, with the schema of the FlightInfo', async () => {
    await using test = await connect(
      { onGetFlightInfo: () => ({ schema: encapsulatedSchema() }) },
      { tickets: 'flight-info' },
    )
    const stream = test.connection.execute({ sql })
    expect((await stream.schema()).names).toEqual(['n'])
    expect(await collect(stream)).toEqual([])
  })

  it('are asked for again while the service is unavailable, and not beyond the end of the call', async () => {
    let asked = 0
    await using test = await connect(
      {
        onGetFlightInfo: () => {
          if (++asked === 1) throw Object.assign(new Error('down'), { code: status.UNAVAILABLE })
          return info(ticket('1'))
        },
        onDoGet: (call) => sendAll(call, messagesOf(1)),
      },
      { tickets: 'flight-info', retry: { initialDelay: 1 } },
    )
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0])
    await using silent = await connect(
      { onGetFlightInfo: () => new Promise(() => {}) },
      { tickets: 'flight-info', timeout: 50 },
    )
    await expect(silent.connection.execute({ sql }).next()).rejects.toThrow(fails('deadline_exceeded'))
  })
})

/** The schema of {@link messagesOf} as a FlightInfo holds it: behind a marker and its length. */
function encapsulatedSchema(): Uint8Array {
  const [schema = new Uint8Array(0)] = messagesOf()
  const { header } = readFlightData(schema)
  return Uint8Array.of(...new Uint8Array(Int32Array.of(-1, header.length).buffer), ...header)
}
