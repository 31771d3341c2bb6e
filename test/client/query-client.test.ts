import { status } from '@grpc/grpc-js'
import { CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import { MicromegasClient } from '../../src/index.js'
import { last } from '../../src/types/time-range.js'
import { fails, messagesOf, numbersOf, sendAll, sql } from '../driver/support/connect.js'
import { type Call, type FlightServiceOptions, startFlightService } from '../driver/support/flight-service.js'

/** A client of a service of the test's own. */
async function connectClient(options: FlightServiceOptions) {
  const service = await startFlightService(options)
  const client = new MicromegasClient({ url: service.url, retry: false })
  return {
    service,
    client,
    [Symbol.asyncDispose]: async () => {
      await client.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

const answer = { onDoGet: (call: Call) => sendAll(call, messagesOf(2, 1)) }

describe('a client', () => {
  it('returns the result of a query in every form', async () => {
    await using test = await connectClient(answer)
    const { client } = test
    expect(await client.query(sql)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
    expect(await collect(client.stream(sql))).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
    expect(await collect(client.chunks(sql))).toEqual([[{ n: 0 }, { n: 1 }], [{ n: 2 }]])
    expect(numbersOf(await collect(client.batches(sql)))).toEqual([0, 1, 2])
    expect((await client.table(sql)).numRows).toBe(3)
    expect(await client.columnar(sql, { nulls: 'nan' })).toEqual({ length: 3, columns: { n: Int32Array.of(0, 1, 2) } })
  })

  it('accepts SQL text, builder queries and compiled ones', async () => {
    await using test = await connectClient(answer)
    const query = test.client.kysely().selectFrom('processes').select('exe').$castTo<{ n: number }>()
    const untyped = { plan: undefined }
    for (const source of [sql, { ...query.compile(), ...untyped }, CompiledQuery.raw(sql)]) {
      expect(await test.client.query(source as never, { timeRange: last('1 hour') })).toHaveLength(3)
    }
    expect(test.service.calls.map((call) => call.sql)).toEqual([sql, 'select "exe" from "processes"', sql])
  })

  it('rejects a query with parameters before it is sent, in every form', async () => {
    await using test = await connectClient({})
    const foreign = CompiledQuery.raw('select $1', [1])
    const { client } = test
    await expect(client.query(foreign)).rejects.toThrow(fails('unsupported'))
    await expect(collect(client.stream(foreign))).rejects.toThrow(fails('unsupported'))
    await expect(collect(client.chunks(foreign))).rejects.toThrow(fails('unsupported'))
    await expect(client.batches(foreign).next()).rejects.toThrow(fails('unsupported'))
    await expect(client.table(foreign)).rejects.toThrow(fails('unsupported'))
    await expect(client.columnar(foreign)).rejects.toThrow(fails('unsupported'))
    expect(test.service.calls).toEqual([])
  })

  it.each<[string, (client: MicromegasClient) => Promise<unknown>]>([
    ['query', (client) => client.query(sql)],
    ['stream', (client) => collect(client.stream(sql))],
    ['chunks', (client) => collect(client.chunks(sql))],
    ['batches', (client) => collect(client.batches(sql))],
    ['table', (client) => client.table(sql)],
    ['columnar', (client) => client.columnar(sql)],
  ])('names the line of the program when it fails: %s', async (_, read) => {
    await using test = await connectClient({ onDoGet: (call) => call.fail(status.INTERNAL, 'no') })
    async function theProgram() {
      await read(test.client)
    }
    const error = await theProgram().catch((error: unknown) => error as Error)
    expect(error?.stack).toMatch(/theProgram .*query-client\.test\.ts/)
  })
})
