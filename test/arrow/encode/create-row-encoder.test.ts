import { DataType, Field, Float16, Int8, Schema, Utf8View } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type AnyColumn,
  type Columns,
  column,
  createRowDecoder,
  createRowEncoder,
  readBatches,
  readRows,
  schemaOf,
  Timestamp,
  toHex,
  writeBatches,
} from '../../../src/arrow/index.js'
import { goldenNames, goldenRows, goldenStream } from '../decode/golden.js'
import { arbitraryColumn } from '../support/column-arbitraries.js'

const encode = (columns: Columns, rows: readonly object[]) =>
  createRowEncoder(columns, { subject: 'things' })(rows as never)

/** What a reader has of rows that were encoded. */
function readBack(columns: Columns, rows: readonly object[]): unknown[] {
  const batch = encode(columns, rows)
  return createRowDecoder(batch.schema, { columns })(batch)
}

describe('encoded rows', () => {
  it('are decoded to what they were, whatever their types', () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryColumn, { minLength: 1, maxLength: 4 })
          .chain((columns) =>
            fc.tuple(
              fc.constant(columns.map(({ column }) => column)),
              fc.array(fc.tuple(...columns.map(({ value }) => value)), { maxLength: 12 }),
            ),
          ),
        ([columns, values]) => {
          const names = columns.map((_, index) => `c${index}`)
          const named = (items: readonly unknown[]) => Object.fromEntries(names.map((name, i) => [name, items[i]]))
          const rows = values.map(named)
          expect(readBack(named(columns) as Columns, rows)).toEqual(rows)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('accept other exact forms of times and integers', () => {
    const columns = { time: column.timestamp(), n: column.int64() }
    const noon = '2026-11-23T12:00:00.5Z'
    const forms = [
      noon,
      '2026-11-23T13:00:00.5+01:00',
      new Date(noon),
      Timestamp.from(noon),
      Timestamp.from(noon).epochNanoseconds,
    ]
    expect(
      readBack(
        columns,
        forms.map((time) => ({ time, n: 7 })),
      ),
    ).toEqual(forms.map(() => ({ time: Timestamp.from(noon), n: 7n })))
  })

  it('may omit nullable columns', () => {
    const columns = { a: column.int32(), b: column.utf8().nullable(), c: column.list(column.int32()).nullable() }
    expect(readBack(columns, [{ a: 1 }, { a: 2, b: undefined, c: [3] }])).toEqual([
      { a: 1, b: null, c: null },
      { a: 2, b: null, c: [3] },
    ])
  })

  it('store equal values of a dictionary once, even JSON with its members in another order', () => {
    const { data } = encode({ p: column.jsonb(), s: column.dictionary(column.utf8()) }, [
      { p: { a: 1, b: 2 }, s: 'x' },
      { p: { b: 2, a: 1 }, s: 'x' },
      { p: {}, s: 'y' },
    ])
    expect(data.children.map(({ dictionary }) => dictionary?.length)).toEqual([2, 2])
  })

  it('contain JSON in the bytes that the service writes', () => {
    const hex = (value: unknown) => {
      const [row] = createRowDecoder(schemaOf({ p: column.binary() }))(
        encode({ p: column.jsonb('binary') }, [{ p: value }]),
      )
      return toHex(row?.p as Uint8Array)
    }
    expect(hex(0)).toBe('200000002000000100')
    expect(hex(-1)).toBe('200000002000000240ff')
    expect(hex(300)).toBe('200000002000000350012c')
    expect(hex(0.5)).toBe('2000000020000009603fe0000000000000')
    expect(hex({ b: null, a: [true, 'x'] })).toBe(
      [
        '40000002',
        '10000001',
        '10000001',
        '5000000d',
        '00000000',
        '61',
        '62',
        '80000002',
        '40000000',
        '10000001',
        '78',
      ].join(''),
    )
  })
})

describe('a row that does not fit is rejected by its number and column', () => {
  const refusals: readonly [what: string, AnyColumn, value: unknown, reason: string, path?: string][] = [
    ['null', column.int32(), null, 'the value is null.'],
    ['nothing', column.int32(), undefined, 'the value is missing.'],
    ['text', column.int32(), '1', 'expected an integer from -2147483648 to 2147483647, got "1".'],
    ['a number out of range', column.uint8(), 256, 'expected an integer from 0 to 255, got 256.'],
    ['a fraction', column.int64(), 0.5, 'expected a bigint or a safe integer, got 0.5.'],
    ['an unsafe number', column.int64(), 2 ** 53, 'expected a bigint or a safe integer, got 9007199254740992.'],
    ['too much', column.int64(), 2n ** 63n, 'expected an integer from -2^63 to 2^63 - 1, got 9223372036854775808n.'],
    ['a negative number', column.uint64(), -1n, 'expected an integer from 0 to 2^64 - 1, got -1n.'],
    ['a bigint', column.float64(), 1n, 'expected a number, got 1n.'],
    [
      'a time without a zone',
      column.timestamp(),
      '2026-11-23T12:00:00',
      '"2026-11-23T12:00:00" is not an RFC 3339 time with an offset',
    ],
    ['an invalid date', column.timestamp(), new Date(Number.NaN), 'An invalid Date does not stand for an instant.'],
    ['a number for a time', column.timestamp(), 1, 'Expected an instant, got a value of type number'],
    ['a finer time than the column', column.timestamp('second'), 1n, '1 ns is not a whole number of seconds.'],
    [
      'a day that is none',
      column.date(),
      '2026-02-30',
      'expected a calendar date as text, YYYY-MM-DD, got "2026-02-30".',
    ],
    ['half a character', column.utf8(), '\ud800', 'the text holds half of a surrogate pair.'],
    ['a number for text', column.dictionary(column.utf8()), 5, 'expected text, got 5.'],
    ['text for bytes', column.binary(), 'x', 'expected a Uint8Array, got "x".'],
    ['too few bytes', column.fixedSizeBinary(4), new Uint8Array(3), 'expected 4 bytes, got 3.'],
    ['too many digits after the point', column.decimal(4, 1), '1.25', '1.25 has more than 1 digits after the point.'],
    ['too many digits', column.decimal(4, 1), '1000', '1000 has more than 4 digits.'],
    ['a date in JSON', column.jsonb(), { at: [new Date(0)] }, 'JSON cannot hold an object of class Date (at .at[0]).'],
    ['not a number in JSON', column.jsonb(), Number.NaN, 'JSON cannot hold the number NaN.'],
    ['undefined in JSON', column.jsonb(), { a: undefined }, 'JSON cannot hold a value of type undefined (at .a).'],
    [
      'too much in JSON',
      column.jsonb(),
      2n ** 64n,
      'JSON cannot hold the integer 18446744073709551616, which has more than 64 bits.',
    ],
    ['no list', column.list(column.int8()), 1, 'expected an array, got 1.'],
    ['null in a list', column.list(column.int8()), [null], 'the value is null.', ' at [0]'],
    ['a wrong item', column.list(column.int8()), [1, 128], 'expected an integer from -128 to 127, got 128.', ' at [1]'],
    ['a field too much', column.struct({ a: column.int8() }), { a: 1, b: 2 }, 'the struct has no field "b".'],
    ['a field too few', column.struct({ a: column.int8() }), {}, 'the value is missing.', ' at .a'],
    [
      'a wrong value of a map',
      column.map(column.utf8(), column.list(column.int8())),
      new Map([['k', [1, 2.5]]]),
      'expected an integer from -128 to 127, got 2.5.',
      ' at .get("k")[1]',
    ],
    [
      'a wrong key of a map',
      column.map(column.utf8(), column.int8()),
      new Map([[1, 1]]),
      'expected text, got 1.',
      ' at .keys()[0]',
    ],
    ['no map', column.map(column.utf8(), column.int8()), { a: 1 }, 'expected a Map, got an object.'],
  ]

  it.each(refusals)('%s', (_, wanted, value, reason, path = '') => {
    const fitting = { a: 1, wanted: undefined }
    expect(() => encode({ a: column.int32(), wanted }, [{ ...fitting, wanted: value }])).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: expect.stringContaining(`things: row 0, column "wanted"${path}: ${reason}`),
      }),
    )
  })

  it('the first wrong row, with its number', () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 'x' }, { n: 'y' }]
    expect(() => encode({ n: column.int64() }, rows)).toThrow('things: row 2, column "n"')
  })

  it('a value of a dictionary, in the first row that has it', () => {
    const rows = [{ s: 'a' }, { s: 'a' }, { s: 'b' }, { s: '\ud800' }]
    expect(() => encode({ s: column.dictionary(column.utf8()) }, rows)).toThrow('things: row 3, column "s"')
  })

  it('undeclared columns', () => {
    expect(() => encode({ a: column.int32() }, [{ a: 1 }, { a: 1, levle: 2 }])).toThrow(
      'things: row 1, column "levle": the schema has no such column.',
    )
  })

  it('what is not a row', () => {
    expect(() => encode({ a: column.int32() }, [null as never])).toThrow('things: row 0 is not an object.')
    expect(() => encode({ a: column.int32() }, 'rows' as never)).toThrow('things: expected an array of rows.')
  })

  it('without a subject, by row and column alone', () => {
    expect(() => createRowEncoder({ a: column.int8() })([{ a: 1 }, { a: 200 }])).toThrow(
      /^row 1, column "a": expected an integer from -128 to 127, got 200\.$/,
    )
  })
})

describe('rows of a schema', () => {
  /** Types that are decoded and not encoded. */
  const isEncoded = ({ type }: Field): boolean =>
    !DataType.isUtf8View(type) &&
    !DataType.isBinaryView(type) &&
    !(DataType.isFloat(type) && type.precision === 0) &&
    !(DataType.isInterval(type) && type.unit !== 2)

  it.each(goldenNames)('are encoded to what they were decoded from: %s', async (name) => {
    const all = await readBatches(goldenStream(name)).schema()
    const schema = new Schema(all.fields.filter(isEncoded))
    const columns: Columns = name === 'jsonb' ? { events: column.jsonb('binary').nullable() } : {}
    const rows = (goldenRows(name) as Record<string, unknown>[]).map((row) =>
      Object.fromEntries(schema.fields.map(({ name }) => [name, row[name]])),
    )
    const encode = createRowEncoder(schema, { columns })
    // In two batches, with dictionaries of their own.
    const half = rows.length >> 1
    const bytes = writeBatches(schema, [encode(rows.slice(0, half)), encode(rows.slice(half))])
    expect(await readRows(bytes, { columns })).toEqual(rows)
  })

  it('are rejected for unsupported types, by column', () => {
    const unsupported = (name: string, type: string) =>
      expect.objectContaining({
        code: 'unsupported',
        message: `Column ${JSON.stringify(name)} has Arrow type ${type}, which is not supported when rows are encoded.`,
      })
    expect(() => createRowEncoder(new Schema([new Field('a', new Utf8View())]))).toThrow(unsupported('a', 'Utf8View'))
    expect(() => createRowEncoder(new Schema([new Field('a', new Float16())]))).toThrow(unsupported('a', 'Float16'))
  })

  it('are rejected for two columns of the same name', () => {
    const field = new Field('a', new Int8())
    expect(() => createRowEncoder(new Schema([field, field]))).toThrow('The schema has two columns named "a"')
  })
})

describe('names in rows', () => {
  it('can differ from those of the columns', async () => {
    const columns = { 'streams.tags': column.list(column.utf8()), n: column.int8() }
    const encode = createRowEncoder(columns, { names: { 'streams.tags': 'tags' } })
    const bytes = writeBatches(encode.schema, [encode([{ tags: ['a'], n: 1 }])])
    expect(await readRows(bytes)).toEqual([{ 'streams.tags': ['a'], n: 1 }])
    expect(() => encode([{ n: 1 } as never])).toThrow('row 0, column "tags": the value is missing.')
  })
})

describe('the compiler', () => {
  const columns = { a: column.int64(), b: column.jsonb<{ c: string }>().nullable(), 'd.e': column.timestamp() }
  const never = (_: () => unknown) => {}

  it('accepts rows of the declared columns', () => {
    const encode = createRowEncoder(columns, { names: { 'd.e': 'd_e' } })
    never(() => encode([{ a: 1, b: null, d_e: new Date() }]))
    never(() => encode([{ a: 1n, d_e: '2026-11-23T00:00:00Z' }]))
    expectTypeOf(encode.schema).toEqualTypeOf<Schema>()
  })

  it('rejects others', () => {
    const encode = createRowEncoder(columns)
    // @ts-expect-error a column is missing
    never(() => encode([{ a: 1 }]))
    // @ts-expect-error text for an integer
    never(() => encode([{ a: '1', 'd.e': 1n }]))
    // @ts-expect-error null
    never(() => encode([{ a: null, 'd.e': 1n }]))
    // @ts-expect-error a column too much
    never(() => encode([{ a: 1, 'd.e': 1n, f: 1 }]))
    // @ts-expect-error no such option
    never(() => createRowEncoder(columns, { name: {} }))
  })
})
