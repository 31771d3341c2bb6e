import { status } from '@grpc/grpc-js'
import { tableFromArrays } from 'apache-arrow'
import { CompiledQuery, type DatabaseConnection } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { MicromegasDriver } from '../../src/driver/kysely-driver.js'
import type { MicromegasCompiledQuery } from '../../src/driver/query/compiled-query.js'
import { connect, fails, messagesOf, sendAll, sql } from './support/connect.js'
import { flightMessages } from './support/flight-messages.js'
import type { FlightServiceOptions } from './support/flight-service.js'

const query: MicromegasCompiledQuery = CompiledQuery.raw(sql)

/** A connection as Kysely acquires it, on a service of the test's own. */
async function acquire(options: FlightServiceOptions, ownsConnection = true) {
  const { service, connection, ...disposable } = await connect(options)
  const driver = new MicromegasDriver(connection, ownsConnection)
  await driver.init()
  return { service, connection, driver, acquired: await driver.acquireConnection(), ...disposable }
}

async function rowsOf(acquired: DatabaseConnection, options?: { signal: AbortSignal }): Promise<unknown[][]> {
  const results: unknown[][] = []
  for await (const { rows } of acquired.streamQuery(query, 100, options)) results.push(rows)
  return results
}

describe('a query through Kysely', () => {
  it('returns all rows at once', async () => {
    await using test = await acquire({ onDoGet: (call) => sendAll(call, messagesOf(2, 1)) })
    expect(await test.acquired.executeQuery(query)).toEqual({ rows: [{ n: 0 }, { n: 1 }, { n: 2 }] })
  })

  it('streams one result per record batch, whatever chunk size is asked for', async () => {
    await using test = await acquire({ onDoGet: (call) => sendAll(call, messagesOf(2, 1)) })
    expect(await rowsOf(test.acquired)).toEqual([[{ n: 0 }, { n: 1 }], [{ n: 2 }]])
  })

  it('may have no rows', async () => {
    await using test = await acquire({ onDoGet: (call) => sendAll(call, messagesOf()) })
    expect(await test.acquired.executeQuery(query)).toEqual({ rows: [] })
    expect(await rowsOf(test.acquired)).toEqual([])
  })

  it('names its rows by the TypeScript names of their columns', async () => {
    await using test = await acquire({
      onDoGet: (call) => sendAll(call, flightMessages(tableFromArrays({ 'streams.tags': Int32Array.of(1) }))),
    })
    const plan = {
      rangeRequiredBy: [],
      neverUnbounded: [],
      propertyNames: new Map([['streams.tags', 'streams_tags']]),
      resultColumns: new Map(),
    }
    const renamed: MicromegasCompiledQuery = { ...query, plan }
    expect((await test.acquired.executeQuery(renamed)).rows).toEqual([{ streams_tags: 1 }])
    expect((await test.acquired.executeQuery(query)).rows).toEqual([{ 'streams.tags': 1 }])
  })

  it('with two columns of one name is refused, with and without rows', async () => {
    const twice = (length: number) => {
      const plan = {
        rangeRequiredBy: [],
        neverUnbounded: [],
        propertyNames: new Map([['m', 'n']]),
        resultColumns: new Map(),
      }
      const table = tableFromArrays({ n: new Int32Array(1), m: new Int32Array(1) })
      return { plan, messages: flightMessages(table).slice(0, 1 + length) }
    }
    for (const length of [0, 1]) {
      const { plan, messages } = twice(length)
      await using test = await acquire({ onDoGet: (call) => sendAll(call, messages) })
      await expect(test.acquired.executeQuery({ ...query, plan } as never)).rejects.toThrow(fails('invalid_argument'))
      const streamed = test.acquired.streamQuery({ ...query, plan } as never, 1)
      await expect(streamed.next()).rejects.toThrow(fails('invalid_argument'))
    }
  })

  it('with parameters is refused', async () => {
    await using test = await acquire({})
    await expect(test.acquired.executeQuery(CompiledQuery.raw('select $1', [1]))).rejects.toThrow(fails('unsupported'))
  })

  it('names the line of the program when it fails', async () => {
    await using test = await acquire({ onDoGet: (call) => call.fail(status.INTERNAL, 'no') })
    async function theProgram() {
      await test.acquired.executeQuery(query)
    }
    const error = await theProgram().catch((error: unknown) => error as Error)
    expect(error?.stack?.split('\n').slice(0, 4).join('\n')).toMatch(/theProgram .*kysely-driver\.test\.ts/)
  })
})

describe('an aborted query', () => {
  it('settles quietly: Kysely itself rejects the caller', async () => {
    await using test = await acquire({})
    const controller = new AbortController()
    const executed = test.acquired.executeQuery(query, { signal: controller.signal })
    await test.service.call(0)
    controller.abort()
    expect(await executed).toEqual({ rows: [] })
    await (await test.service.call(0)).cancelled

    const streaming = new AbortController()
    const streamed = rowsOf(test.acquired, { signal: streaming.signal })
    await test.service.call(1)
    streaming.abort()
    expect(await streamed).toEqual([])
    await (await test.service.call(1)).cancelled
  })

  it('is never sent when the signal has already aborted', async () => {
    await using test = await acquire({})
    expect(await test.acquired.executeQuery(query, { signal: AbortSignal.abort() })).toEqual({ rows: [] })
    expect(test.service.calls).toEqual([])
  })

  it('can be ended by Kysely without a signal', async () => {
    await using test = await acquire({})
    const executed = test.acquired.executeQuery(query)
    await test.service.call(0)
    await Promise.all([
      expect(executed).rejects.toThrow(fails('cancelled')),
      test.acquired.cancelQuery?.(undefined as never),
    ])
    await (await test.service.call(0)).cancelled
  })
})

describe('the driver', () => {
  it('has no transactions', async () => {
    await using test = await acquire({})
    for (const method of ['beginTransaction', 'commitTransaction', 'rollbackTransaction'] as const) {
      await expect(test.driver[method]()).rejects.toThrow(fails('unsupported'))
    }
  })

  it.each([true, false])(
    'ends its queries when destroyed, and closes the connection if it is its own: %s',
    async (owns) => {
      await using test = await acquire({}, owns)
      const close = vi.spyOn(test.connection, 'close')
      const executed = test.acquired.executeQuery(query)
      await test.service.call(0)
      await Promise.all([expect(executed).rejects.toThrow(fails('cancelled')), test.driver.destroy()])
      await (await test.service.call(0)).cancelled
      expect(close).toHaveBeenCalledTimes(owns ? 1 : 0)
    },
  )

  it('runs queries side by side over one connection', async () => {
    await using test = await acquire({ onDoGet: () => test.service.calls.length === 3 && answerAll() })
    const answerAll = () => Promise.all(test.service.calls.map((call) => sendAll(call, messagesOf(1))))
    const connections = await Promise.all([1, 2, 3].map(() => test.driver.acquireConnection()))
    const results = await Promise.all(connections.map((acquired) => acquired.executeQuery(query)))
    expect(results).toEqual([{ rows: [{ n: 0 }] }, { rows: [{ n: 0 }] }, { rows: [{ n: 0 }] }])
  })
})
