import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type CodedColumn,
  type Columns,
  column,
  createRowDecoder,
  decodeJsonb,
  encodeJsonb,
  type JsonbValue,
  type NumberArray,
  readBatches,
  readChunks,
  readColumnar,
  readRows,
  Timestamp,
} from '../../src/arrow/index.js'
import { goldenNames, goldenRows, goldenStream } from './decode/golden.js'
import { iterableOf, pieces, sourceKinds, type Watched } from './support/sources.js'

/** What a golden stream needs beside its bytes: JSONB in plain binary is known by its declaration only. */
const declared = (name: string): { readonly columns: Columns } => ({
  columns: name === 'jsonb' ? { events: column.jsonb('binary') } : {},
})

describe.each(goldenNames)('the stream %s', (name) => {
  it('is read as rows', async () => {
    expect(await readRows(goldenStream(name), declared(name))).toEqual(goldenRows(name))
  })

  it('is read as chunks', async () => {
    const chunks: unknown[][] = []
    for await (const rows of readChunks(goldenStream(name), declared(name))) chunks.push(rows as unknown[])
    expect(chunks.flat()).toEqual(goldenRows(name))
  })

  it('is read as columns', async () => {
    const rows = goldenRows(name) as Record<string, unknown>[]
    const { length, columns } = await readColumnar(goldenStream(name), declared(name))
    expect(length).toBe(rows.length)
    for (const [column, values] of Object.entries(columns)) {
      const cells = rows.map((row) => row[column])
      const expected = cells.map((cell) => (cell instanceof Timestamp ? cell.epochNanoseconds : cell))
      expect(Array.from(values as ArrayLike<unknown>), column).toEqual(expected)
    }
  })
})

describe('rows', () => {
  it.each(Object.entries(sourceKinds))('are read from %s', async (_, sourceOf) => {
    expect(await readRows(sourceOf(goldenStream('sliced')))).toEqual(goldenRows('sliced'))
  })

  it('have the types that the options choose', async () => {
    const [, row] = await readRows(goldenStream('every-type'), { types: { int64: 'string', timestamp: 'string' } })
    expect(row).toMatchObject({ int64: '-9223372036854775808', time_ns: '1677-09-21T00:12:43.145224193Z' })
  })

  it('can be renamed', async () => {
    const rows = await readRows(goldenStream('jsonb-in-a-dictionary'), { names: { properties: 'p' } })
    expect(Object.keys(rows[0] ?? {})).toEqual(['p'])
  })

  it('are read on demand, and no further', async () => {
    const watched: Watched = { pulled: 0, cancelled: false }
    const chunks = pieces(goldenStream('dictionaries-replaced'), 64)
    for await (const rows of readChunks(iterableOf(chunks, watched))) if (rows.length > 0) break
    expect(watched.cancelled).toBe(true)
    expect(watched.pulled).toBeLessThan(chunks.length)
  })
})

describe('what was declared is checked', () => {
  const bytes = goldenStream('every-type')

  it('a missing column', async () => {
    await expect(readRows(bytes, { columns: { int46: column.int64() } })).rejects.toEqual(
      expect.objectContaining({
        code: 'protocol',
        message: expect.stringMatching(/^The Arrow data has no column "int46"; its columns: null, bool, int8, /),
      }),
    )
  })

  it('a column of another type', async () => {
    await expect(readRows(bytes, { columns: { int64: column.utf8() } })).rejects.toEqual(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('Column "int64"') }),
    )
  })

  it('a column with nulls that was declared without them', async () => {
    await expect(readRows(bytes, { columns: { int64: column.int64() } })).rejects.toEqual(
      expect.objectContaining({
        code: 'protocol',
        message: 'Column "int64" has nulls, but was declared without.',
        help: 'Declare it with .nullable().',
      }),
    )
    await expect(readColumnar(bytes, { columns: { int64: column.int64() } })).rejects.toMatchObject({
      code: 'protocol',
    })
  })

  it('a batch with another schema', async () => {
    const decode = createRowDecoder(await readBatches(bytes).schema())
    const other = await readBatches(goldenStream('jsonb')).next()
    expect(() => decode(other as NonNullable<typeof other>)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: 'The record batch has another schema than the decoder.',
      }),
    )
  })

  it('rows beyond the end of a batch', async () => {
    const reader = readBatches(bytes)
    const decode = createRowDecoder(await reader.schema())
    const batch = (await reader.next()) as Parameters<typeof decode>[0]
    expect(decode(batch, 1, 3)).toHaveLength(2)
    for (const [begin, end] of [
      [-1, 2],
      [3, 2],
      [0, 7],
      [0.5, 2],
    ] as const) {
      expect(() => decode(batch, begin, end)).toThrow(`Rows ${begin} to ${end} are not in a record batch of 6 rows.`)
    }
  })
})

describe('invalid options are rejected', () => {
  const bytes = goldenStream('every-type')
  const refused = (message: string) => expect.objectContaining({ code: 'invalid_argument', message })

  it('unknown options, with a list of the supported ones', async () => {
    await expect(readRows(bytes, { type: {} } as never)).rejects.toEqual(
      refused('createRowDecoder: unknown option "type"; supported options: types, columns, names.'),
    )
    await expect(readColumnar(bytes, { times: 'milliseconds' } as never)).rejects.toEqual(
      refused('columnarOf: unknown option "times"; supported options: types, columns, names, time, nulls, codes.'),
    )
  })

  it('unknown values', async () => {
    await expect(readRows(bytes, { types: { int64: 'float' } } as never)).rejects.toEqual(
      refused("createRowDecoder: types.int64 must be one of 'bigint', 'number', 'string'."),
    )
    await expect(readColumnar(bytes, { time: 'seconds' } as never)).rejects.toEqual(
      refused("columnarOf: time must be one of 'nanoseconds', 'milliseconds'."),
    )
  })

  it('columns that are not declarations', async () => {
    await expect(readRows(bytes, { columns: { int64: 'bigint' } } as never)).rejects.toEqual(
      refused('createRowDecoder: columns["int64"] is not a column.'),
    )
  })
})

describe('JSONB', () => {
  it('comes back as it was', () => {
    const value = { a: [1, -2.5, 2n ** 60n, null, true, 'ü'], b: {} }
    expect(decodeJsonb(encodeJsonb(value))).toEqual(value)
    expect(decodeJsonb(encodeJsonb(2n ** 60n), { int64: 'string' })).toBe(String(2n ** 60n))
  })

  it('that is malformed is rejected', () => {
    expect(() => decodeJsonb(Uint8Array.of(1, 2, 3, 4))).toThrow(expect.objectContaining({ code: 'protocol' }))
    expect(() => decodeJsonb(encodeJsonb(1), { int46: 'number' } as never)).toThrow('unknown option "int46"')
  })
})

describe('the compiler knows', () => {
  const never = (_: () => unknown) => {}
  const bytes = new Uint8Array(0)
  const columns = {
    id: column.int64(),
    at: column.timestamp().nullable(),
    'tags.list': column.list(column.utf8()),
    p: column.jsonb<{ route: string }>(),
  }

  it('the type of rows, from their declaration and options', () => {
    never(async () => {
      const [row] = await readRows(bytes, { columns })
      if (row === undefined) return
      expectTypeOf(row.id).toEqualTypeOf<bigint>()
      expectTypeOf(row.at).toEqualTypeOf<Timestamp | null>()
      expectTypeOf(row['tags.list']).toEqualTypeOf<string[]>()
      expectTypeOf(row.p).toEqualTypeOf<{ route: string }>()
      // @ts-expect-error no such column
      row.ID
    })
    never(async () => {
      const options = {
        columns,
        types: { int64: 'number', timestamp: 'date' },
        names: { 'tags.list': 'tags' },
      } as const
      for await (const rows of readChunks(bytes, options)) {
        expectTypeOf(rows).toEqualTypeOf<
          {
            readonly id: number
            readonly at: Date | null
            readonly tags: string[]
            readonly p: { route: string }
          }[]
        >()
      }
    })
  })

  it('rows of a type that the caller names, and rows of unknown type', () => {
    never(async () => {
      expectTypeOf(await readRows<{ a: number }>(bytes)).toEqualTypeOf<{ a: number }[]>()
      expectTypeOf(await readRows(bytes)).toEqualTypeOf<Readonly<Record<string, unknown>>[]>()
      expectTypeOf(createRowDecoder(await readBatches(bytes).schema(), { columns })).returns.items.toHaveProperty('id')
    })
  })

  it('the type of columns, from their declaration and options', () => {
    never(async () => {
      const result = await readColumnar(bytes, {
        columns,
        types: { int64: 'number' },
        time: 'milliseconds',
        codes: ['p'],
      })
      expectTypeOf(result.columns.id).toEqualTypeOf<NumberArray>()
      expectTypeOf(result.columns.at).toEqualTypeOf<Float64Array | (number | null)[]>()
      expectTypeOf(result.columns.p).toEqualTypeOf<CodedColumn<{ route: string }>>()
      // @ts-expect-error no such column
      await readColumnar(bytes, { columns, codes: ['q'] })
    })
  })

  it('what a source is', () => {
    never(() => readBatches(new Response(null)))
    never(() => readBatches(new ReadableStream<Uint8Array>()))
    never(() => readBatches(new ArrayBuffer(8)))
    // @ts-expect-error text
    never(() => readBatches('text'))
    // @ts-expect-error no such option
    never(() => readBatches(bytes, { allowMising: true }))
    expectTypeOf(decodeJsonb).returns.toEqualTypeOf<JsonbValue>()
  })
})
