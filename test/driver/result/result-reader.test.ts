import { status } from '@grpc/grpc-js'
import { Field, Float64, Int32, type RecordBatch, Schema, Table, tableFromArrays, Utf8 } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import type { QueryPlan } from '../../../src/driver/query/compiled-query.js'
import type { QueryStream } from '../../../src/driver/result/query-stream.js'
import { ResultReader } from '../../../src/driver/result/result-reader.js'
import { defaultTypeOptions } from '../../../src/types/type-options.js'
import { connect, fails, messagesOf, numbersOf, sendAll, sql } from '../support/connect.js'
import { flightMessages } from '../support/flight-messages.js'
import type { FlightServiceOptions } from '../support/flight-service.js'

type Row = Record<string, unknown>

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The forms that make values of a result. */
const decodedForms = {
  rows: (reader: ResultReader<Row>) => reader.rows(),
  chunks: (reader: ResultReader<Row>) => collect(reader.chunks()),
  slices: (reader: ResultReader<Row>) => collect(reader.slices()),
  columnar: (reader: ResultReader<Row>) => reader.columnar({}),
}

/** The forms that hand out Arrow as it arrives. */
const arrowForms = {
  batches: (reader: ResultReader<Row>) => collect(reader.batches()),
  table: (reader: ResultReader<Row>) => reader.table(),
}

const allForms = { ...decodedForms, ...arrowForms }

/** A reader of a service of the test's own. */
async function connectReader(options: FlightServiceOptions, plan?: Partial<QueryPlan>) {
  const { service, connection, ...disposable } = await connect(options)
  const complete = {
    rangeRequiredBy: [],
    neverUnbounded: [],
    propertyNames: new Map(),
    resultColumns: new Map(),
    ...plan,
  }
  const stream = connection.execute({ sql })
  const reader = new ResultReader<Row>(stream, plan === undefined ? undefined : complete, defaultTypeOptions)
  return { service, stream, reader, ...disposable }
}

const emptyOf = (...fields: Field[]) => flightMessages(new Table(new Schema(fields), []))

describe('a result', () => {
  const answer = {
    onDoGet: (call: Parameters<NonNullable<FlightServiceOptions['onDoGet']>>[0]) => sendAll(call, messagesOf(2, 1)),
  }

  it('is read as rows, as chunks, by columns, as batches and as a table', async () => {
    const read = async <T>(form: (reader: ResultReader<Row>) => Promise<T>) => {
      await using test = await connectReader(answer)
      return await form(test.reader)
    }
    expect(await read(allForms.rows)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
    expect(await read(allForms.chunks)).toEqual([[{ n: 0 }, { n: 1 }], [{ n: 2 }]])
    expect(await read(allForms.slices)).toEqual([[{ n: 0 }, { n: 1 }], [{ n: 2 }]])
    expect(await read(allForms.columnar)).toEqual({ length: 3, columns: { n: Int32Array.of(0, 1, 2) } })
    expect(numbersOf(await read(allForms.batches))).toEqual([0, 1, 2])
    expect((await read(allForms.table)).toArray().map(({ n }) => n)).toEqual([0, 1, 2])
  })

  it('gives the memory of its messages back as soon as their values are made', async () => {
    const text = 'a text of some length, which is cut out of a larger one '
    const table = tableFromArrays({
      n: Float64Array.from({ length: 5_000 }, (_, n) => n / 2),
      text: Array.from({ length: 5_000 }, (_, n) => text + (n % 7)),
    })
    await using test = await connectReader({ onDoGet: (call) => sendAll(call, flightMessages(table)) })
    const batches: RecordBatch[] = []
    const next = test.stream.next.bind(test.stream)
    test.stream.next = async () => {
      const batch = await next()
      if (batch !== undefined) batches.push(batch)
      return batch
    }
    const rows = await test.reader.rows()
    expect(batches.length).toBeGreaterThan(0)
    for (const { data } of batches) expect(data.children[0]?.values.buffer.byteLength).toBe(0)
    expect(rows).toEqual(Array.from({ length: 5_000 }, (_, n) => ({ n: n / 2, text: text + (n % 7) })))
  })

  it('keeps the memory of batches that are handed out', async () => {
    const table = tableFromArrays({ n: Float64Array.from({ length: 5_000 }, (_, n) => n) })
    await using test = await connectReader({ onDoGet: (call) => sendAll(call, flightMessages(table)) })
    const [batch] = await collect(test.reader.batches())
    expect(batch?.toArray().map((row) => row?.n)).toEqual(Array.from({ length: 5_000 }, (_, n) => n))
  })

  it('of very many record batches is read whole', async () => {
    const [batch] = tableFromArrays({ n: Int32Array.of(0) }).batches
    const batches = new Array<RecordBatch | undefined>(20_001).fill(batch)
    const stream: Partial<QueryStream> = {
      schema: async () => (batch as RecordBatch).schema,
      next: async () => batches.pop(),
      [Symbol.asyncDispose]: async () => {},
    }
    const rows = await new ResultReader(stream as QueryStream, undefined, defaultTypeOptions).rows()
    expect(rows).toHaveLength(20_001)
    expect(rows.at(-1)).toEqual({ n: 0 })
  })

  it('is sliced into a few hundred rows, however many a record batch has', async () => {
    await using test = await connectReader({ onDoGet: (call) => sendAll(call, messagesOf(600, 1)) })
    const slices = await collect(test.reader.slices())
    expect(slices.map(({ length }) => length)).toEqual([256, 256, 88, 1])
    expect(slices.flat().map(({ n }) => n)).toEqual(Array.from({ length: 601 }, (_, n) => n))
  })

  it('without rows is empty in every form', async () => {
    const read = async <T>(form: (reader: ResultReader<Row>) => Promise<T>) => {
      await using test = await connectReader({ onDoGet: (call) => sendAll(call, messagesOf()) }, {})
      return await form(test.reader)
    }
    for (const form of [allForms.rows, allForms.chunks, allForms.slices, allForms.batches]) {
      expect(await read<unknown[]>(form)).toEqual([])
    }
    expect(await read(allForms.columnar)).toEqual({ length: 0, columns: { n: new Int32Array(0) } })
    const table = await read(allForms.table)
    expect(table.numRows).toBe(0)
    expect(table.schema.names).toEqual(['n'])
  })
})

describe.each(Object.keys(decodedForms) as (keyof typeof decodedForms)[])('%s', (form) => {
  const read = decodedForms[form]

  it.each([0, 1])('refuse two columns of one name in a result of %i rows', async (rows) => {
    const messages = flightMessages(tableFromArrays({ n: Int32Array.of(1), m: Int32Array.of(1) })).slice(0, 1 + rows)
    await using test = await connectReader(
      { onDoGet: (call) => sendAll(call, messages) },
      { propertyNames: new Map([['m', 'n']]) },
    )
    await expect(read(test.reader)).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('"n"') }),
    )
  })

  it.each([0, 1])('refuse a column that is not of its declared type in a result of %i rows', async (rows) => {
    const messages = flightMessages(tableFromArrays({ n: Float64Array.of(1) })).slice(0, 1 + rows)
    await using test = await connectReader({ onDoGet: (call) => sendAll(call, messages) }, {
      resultColumns: new Map([['n', { type: { kind: 'utf8' }, nullable: false }]]),
    } as never)
    await expect(read(test.reader)).rejects.toThrow(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('"n"') }),
    )
  })

  it('refuse a result without a schema', async () => {
    await using test = await connectReader({ onDoGet: (call) => call.end() })
    await expect(read(test.reader)).rejects.toThrow(fails('protocol'))
  })
})

describe.each(Object.keys(arrowForms) as (keyof typeof arrowForms)[])('%s', (form) => {
  it('hand out whatever columns arrive, with and without rows', async () => {
    const fields = [new Field('n', new Int32()), new Field('n', new Utf8()), new Field('m', new Float64())]
    for (const messages of [emptyOf(...fields), flightMessages(tableFromArrays({ n: Float64Array.of(1) }))]) {
      await using test = await connectReader({ onDoGet: (call) => sendAll(call, messages) }, {
        resultColumns: new Map([['n', { type: { kind: 'utf8' }, nullable: false }]]),
      } as never)
      await expect(arrowForms[form](test.reader)).resolves.toBeDefined()
    }
  })
})

describe('a result that is left early', () => {
  it.each(['chunks', 'slices', 'batches'] as const)('ends the query on the server: %s', async (form) => {
    await using test = await connectReader({
      onDoGet: async (call) => {
        for (const message of messagesOf(3, 3)) await call.send(message)
      },
    })
    for await (const _ of test.reader[form]()) break
    await (await test.service.call(0)).cancelled
  })

  it('ends the query on the server when its columns are refused', async () => {
    const messages = flightMessages(tableFromArrays({ n: Int32Array.of(1), m: Int32Array.of(1) }))
    await using test = await connectReader(
      {
        onDoGet: async (call) => {
          for (const message of messages) await call.send(message)
        },
      },
      { propertyNames: new Map([['m', 'n']]) },
    )
    await expect(test.reader.rows()).rejects.toThrow(fails('invalid_argument'))
    await (await test.service.call(0)).cancelled
  })
})

it('what the service reports comes before what is wrong with the columns of a result', async () => {
  const [schema = new Uint8Array(0)] = emptyOf(new Field('n', new Int32()), new Field('m', new Int32()))
  await using test = await connectReader(
    {
      onDoGet: async (call) => {
        await call.send(schema)
        call.fail(status.RESOURCE_EXHAUSTED, 'error building data stream: Resources exhausted')
      },
    },
    { propertyNames: new Map([['m', 'n']]) },
  )
  await expect(test.reader.rows()).rejects.toThrow(fails('resource_exhausted'))
})
