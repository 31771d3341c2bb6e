import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { timeRange, unboundedRange } from '../../src/types/time-range.js'
import { collect, connect, fails, messagesOf, numbersOf, sendAll, sql } from './support/connect.js'

describe('a query', () => {
  it('is one call, with the statement in its ticket and the rest in its headers', async () => {
    await using test = await connect(
      { onDoGet: (call) => sendAll(call, messagesOf(2)) },
      { auth: 'secret', clientEntrypoint: 'test', maxRows: 5 },
    )
    const range = timeRange('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z')
    await collect(test.connection.execute({ sql, timeRange: range }))
    expect(test.service.calls).toHaveLength(1)
    expect(test.service.calls[0]?.sql).toBe(sql)
    expect(test.service.calls[0]?.metadata.getMap()).toMatchObject({
      authorization: 'Bearer secret',
      query_range_begin: '2026-11-24T10:00:00Z',
      query_range_end: '2026-11-24T11:00:00Z',
      preserve_dictionary: 'true',
      limit: '6',
      'x-client-type': 'typescript',
      'x-client-entrypoint': 'test',
    })
  })

  it('asks for its own time range, else for that of the configuration, or for none on purpose', async () => {
    const byDefault = timeRange('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z')
    const own = timeRange('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z')
    await using test = await connect(
      { onDoGet: (call) => sendAll(call, messagesOf(1)) },
      { timeRange: { range: byDefault } },
    )
    for (const range of [undefined, own, unboundedRange]) {
      await collect(test.connection.execute({ sql, timeRange: range }))
    }
    expect(test.service.calls.map(({ metadata }) => metadata.get('query_range_begin')[0])).toEqual([
      '2026-11-24T00:00:00Z',
      '2026-11-24T10:00:00Z',
      undefined,
    ])
  })

  it('returns its record batches in order, and says how much it has read', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(3, 1, 2)) })
    const stream = test.connection.execute({ sql })
    expect(stream.stats).toEqual({ rows: 0, batches: 0, bytes: 0, timeToFirstBatch: undefined })
    expect(numbersOf(await collect(stream))).toEqual([0, 1, 2, 3, 4, 5])
    expect(stream.stats).toEqual({
      rows: 6,
      batches: 3,
      bytes: expect.any(Number),
      timeToFirstBatch: expect.any(Number),
    })
    expect(stream.stats.bytes).toBeGreaterThan(6 * 4)
  })

  it('has a schema, before its rows and without rows', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(...(call.sql === sql ? [2] : []))) })
    const stream = test.connection.execute({ sql })
    expect((await stream.schema()).names).toEqual(['n'])
    expect(numbersOf(await collect(stream))).toEqual([0, 1])
    const empty = test.connection.execute({ sql: 'select n from nothing' })
    expect(await collect(empty)).toEqual([])
    expect((await empty.schema()).names).toEqual(['n'])
  })

  it('serves concurrent pulls in turn', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(1, 1, 1)) })
    const stream = test.connection.execute({ sql })
    const pulls = [stream.next(), stream.schema(), stream.next(), stream.next(), stream.next()] as const
    const [first, schema, second, third, end] = await Promise.all(pulls)
    expect(numbersOf([first, second, third])).toEqual([0, 1, 2])
    expect(schema.names).toEqual(['n'])
    expect(end).toBeUndefined()
  })

  it('is not sent before the first pull', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(1)) })
    test.connection.execute({ sql: 'never pulled' })
    await collect(test.connection.execute({ sql }))
    expect(test.service.calls.map((call) => call.sql)).toEqual([sql])
  })

  it('that must not be sent is refused at the first pull, and never sent', async () => {
    await using test = await connect({})
    const plan = {
      rangeRequiredBy: ['log_entries'],
      neverUnbounded: [],
      propertyNames: new Map(),
      resultColumns: new Map(),
    }
    await expect(test.connection.execute({ sql, plan }).next()).rejects.toThrow(fails('time_range_required'))
    await expect(test.connection.execute({ sql, parameters: [1] }).next()).rejects.toThrow(fails('unsupported'))
    await expect(test.connection.execute({ sql }, { signal: AbortSignal.abort() }).next()).rejects.toThrow('aborted')
    expect(() => test.connection.execute({ sql }, { timeout: -1 })).toThrow(fails('invalid_argument'))
    expect(() => test.connection.execute({ sql }, { maxRows: 0 })).toThrow(fails('invalid_argument'))
    expect(test.service.calls).toEqual([])
  })

  it('asks the provider for a token, and for another one when it is sent again', async () => {
    let tokens = 0
    await using test = await connect(
      {
        onDoGet: (call) => (tokens === 1 ? call.fail(status.UNAVAILABLE, 'store down') : sendAll(call, messagesOf(1))),
      },
      { auth: { getToken: () => `token-${++tokens}` }, retry: { initialDelay: 1 } },
    )
    await collect(test.connection.execute({ sql }))
    expect(test.service.calls.map(({ metadata }) => metadata.get('authorization')[0])).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ])
  })

  it('fails when its token provider fails, and is not sent', async () => {
    await using test = await connect({}, { auth: () => Promise.reject(new Error('expired')) })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('unauthenticated'))
    expect(test.service.calls).toEqual([])
  })
})

describe('the channel', () => {
  it('takes messages of any size', async () => {
    const size = 4 * 1024 * 1024
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(size)) })
    const [batch] = await collect(test.connection.execute({ sql }))
    expect(batch?.numRows).toBe(size)
    expect(batch?.getChildAt(0)?.get(size - 1)).toBe(size - 1)
  })

  it('has the options that the configuration adds', async () => {
    await using test = await connect(
      { onDoGet: (call) => sendAll(call, messagesOf(1_000)) },
      { channelOptions: { 'grpc.max_receive_message_length': 1_000, 'grpc.primary_user_agent': 'mine/1' } },
    )
    await expect(collect(test.connection.execute({ sql }))).rejects.toThrow(fails('resource_exhausted'))
    expect(test.service.calls[0]?.metadata.get('user-agent')[0]).toMatch(/^mine\/1 /)
  })

  it('is one for all queries of a client', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(1)) })
    const queries = Array.from({ length: 20 }, () => collect(test.connection.execute({ sql })))
    await Promise.all(queries)
    expect(new Set(test.service.calls.map(({ peer }) => peer)).size).toBe(1)
  })
})

describe('maxRows', () => {
  it('accepts a result that just fits', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(3, 2)) }, { maxRows: 5 })
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toHaveLength(5)
  })

  it('fails a longer result, instead of cutting it, and ends the call', async () => {
    await using test = await connect({
      onDoGet: async (call) => {
        for (const message of messagesOf(3, 3)) await call.send(message)
      },
    })
    const stream = test.connection.execute({ sql }, { maxRows: 5 })
    await expect(collect(stream)).rejects.toThrow(fails('row_limit'))
    await expect(stream.next()).rejects.toThrow(fails('row_limit'))
    await (await test.service.call(0)).cancelled
  })
})

describe('a closed client', () => {
  it('ends all queries that run, and those that have not begun', async () => {
    await using test = await connect({})
    const running = [1, 2, 3].map(() => test.connection.execute({ sql }).next())
    const unsent = test.connection.execute({ sql })
    await test.service.call(2)
    await Promise.all([
      ...running.map((pull) => expect(pull).rejects.toThrow(fails('cancelled'))),
      test.connection.close(),
    ])
    await Promise.all(test.service.calls.map(({ cancelled }) => cancelled))
    await expect(unsent.next()).rejects.toThrow(fails('cancelled'))
    expect(test.service.calls).toHaveLength(3)
  })

  it('refuses further queries', async () => {
    await using test = await connect({})
    await test.connection.close()
    await test.connection.close()
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('cancelled'))
  })
})

describe('a query that fails', () => {
  it('does so with the parts of the report, after the batches that came before', async () => {
    await using test = await connect({
      onDoGet: async (call) => {
        for (const message of messagesOf(2)) await call.send(message)
        call.fail(status.INTERNAL, 'error building data stream: Arrow error: Divide by zero error')
      },
    })
    const stream = test.connection.execute({ sql })
    expect(numbersOf([await stream.next()])).toEqual([0, 1])
    const error = await stream.next().catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'invalid_query',
      stage: 'error building data stream',
      message: 'Arrow error: Divide by zero error',
      sql,
    })
    await expect(stream.next()).rejects.toThrow(fails('invalid_query'))
    await expect(test.connection.execute({ sql }).schema()).resolves.toBeDefined()
  })

  it('names the line of the program that asked', async () => {
    await using test = await connect({ onDoGet: (call) => call.fail(status.INVALID_ARGUMENT, 'no') })
    async function theProgram() {
      return await collect(test.connection.execute({ sql }))
    }
    const error = await theProgram().catch((error: Error) => error)
    expect((error as Error).stack).toContain('theProgram')
    expect((error as Error).stack).toContain('connection.test.ts')
  })

  it('contains neither the token nor the statement in its text', async () => {
    const secretSql = "select 'hunter2 and more'"
    await using test = await connect(
      { onDoGet: (call) => call.fail(status.UNAUTHENTICATED, `cannot run ${call.sql}`) },
      { auth: 'hunter2token' },
    )
    const error = await collect(test.connection.execute({ sql: secretSql })).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'unauthenticated', message: 'cannot run (the query)' })
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('hunter2')
  })

  it('with bytes that are not FlightData is a protocol error', async () => {
    await using test = await connect({ onDoGet: (call) => call.send(Uint8Array.of(0x12, 99, 1)) })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('protocol'))
    await (await test.service.call(0)).cancelled
  })

  it('without a schema is a protocol error', async () => {
    await using test = await connect({ onDoGet: (call) => call.end() })
    await expect(test.connection.execute({ sql }).schema()).rejects.toThrow(fails('protocol'))
  })
})
