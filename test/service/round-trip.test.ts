import { afterAll, describe, expect, inject, it } from 'vitest'
import {
  column,
  createMicromegas,
  defineViewSet,
  defineViewSets,
  type MicromegasKysely,
  type TypeOptions,
} from '../../src/index.js'
import type { AnyColumn } from '../../src/types/column.js'

const { url } = inject('service')

/** A column of every type, with the SQL of a value that is awkward for it. */
const columns: Readonly<Record<string, readonly [AnyColumn, string]>> = {
  boolean: [column.boolean(), 'true'],
  int8: [column.int8(), `arrow_cast(-128, 'Int8')`],
  int16: [column.int16(), `arrow_cast(-32768, 'Int16')`],
  int32: [column.int32(), `arrow_cast(-2147483648, 'Int32')`],
  int64: [column.int64(), `arrow_cast('-9007199254740991', 'Int64')`],
  uint8: [column.uint8(), `arrow_cast(255, 'UInt8')`],
  uint16: [column.uint16(), `arrow_cast(65535, 'UInt16')`],
  uint32: [column.uint32(), `arrow_cast(4294967295, 'UInt32')`],
  uint64: [column.uint64(), `arrow_cast(9007199254740991, 'UInt64')`],
  float32: [column.float32(), `arrow_cast(0.1, 'Float32')`],
  float64: [column.float64(), '-0.1'],
  float_whole: [column.float64(), 'cast(1152921504606846976 as double)'],
  float_nan: [column.float64(), `cast('NaN' as double)`],
  float_infinite: [column.float64(), `cast('-Infinity' as double)`],
  float_negative_zero: [column.float64(), '-0.0'],
  utf8: [column.utf8(), `'it''s \\ 😀'`],
  large_utf8: [column.largeUtf8(), `arrow_cast('x', 'LargeUtf8')`],
  utf8_view: [column.utf8(), `arrow_cast('a text that is longer than twelve bytes', 'Utf8View')`],
  dictionary: [column.dictionary(column.utf8()), `arrow_cast('x', 'Dictionary(Int32, Utf8)')`],
  binary: [column.binary(), `x'00ff'`],
  fixed: [column.fixedSizeBinary(2), `arrow_cast(x'00ff', 'FixedSizeBinary(2)')`],
  timestamp: [
    column.timestamp(),
    `arrow_cast('2026-11-23T12:00:00.123456789Z', 'Timestamp(Nanosecond, Some("+00:00"))')`,
  ],
  timestamp_early: [
    column.timestamp(),
    `arrow_cast('1969-12-31T23:59:59.999999999Z', 'Timestamp(Nanosecond, Some("+00:00"))')`,
  ],
  timestamp_local: [
    column.timestamp('microsecond'),
    `arrow_cast('2026-11-23T12:00:00.123456', 'Timestamp(Microsecond, None)')`,
  ],
  timestamp_second: [
    column.timestamp('second'),
    `arrow_cast('2026-11-23T12:00:00Z', 'Timestamp(Second, Some("+00:00"))')`,
  ],
  date: [column.date(), `arrow_cast('1969-07-20', 'Date32')`],
  date64: [column.date(), `arrow_cast('1969-07-20', 'Date64')`],
  time: [column.time(), `arrow_cast('12:00:00.123456789', 'Time64(Nanosecond)')`],
  time32: [column.time('second'), `arrow_cast('12:00:00', 'Time32(Second)')`],
  duration: [column.duration(), `arrow_cast(-5, 'Duration(Nanosecond)')`],
  duration_seconds: [column.duration(), `arrow_cast(5, 'Duration(Second)')`],
  interval: [column.interval(), `interval '1 month -2 days 3.000000001 seconds'`],
  decimal: [column.decimal(20, 5), `arrow_cast('-123456789012345.00001', 'Decimal128(20, 5)')`],
  decimal256: [
    column.decimal(50, 2),
    `arrow_cast('-1234567890123456789012345678901234567890.01', 'Decimal256(50, 2)')`,
  ],
  list: [column.list(column.utf8().nullable()), `arrow_cast(['a', null], 'List(Utf8)')`],
  list_empty: [column.list(column.int64()), `arrow_cast([], 'List(Int64)')`],
  list_of_times: [
    column.list(column.timestamp()),
    `arrow_cast(['2026-11-23T12:00:00.123Z'], 'List(Timestamp(Nanosecond, Some("+00:00")))')`,
  ],
  struct: [
    column.struct({ a: column.int64(), b: column.utf8().nullable() }),
    `named_struct('a', 1, 'b', arrow_cast(null, 'Utf8'))`,
  ],
  map: [column.map(column.utf8(), column.int64()), `map(['k'], [1])`],
  jsonb: [column.jsonb(), `jsonb_parse('{"a": [1, 2.5, null, "x"], "b": {}}')`],
  jsonb_number: [column.jsonb(), `jsonb_parse('1.5')`],
}

const all = defineViewSet('every_type', {
  instances: ['global'],
  timeColumns: [],
  columns: Object.fromEntries(Object.entries(columns).map(([name, [type]]) => [name, type])),
})
const views = defineViewSets({ every_type: all })
/** Stands for the table, which no service has. */
const table = `(select ${Object.entries(columns)
  .map(([name, [, value]]) => `${value} as "${name}"`)
  .join(', ')}) as "every_type"`

const optionSets: readonly TypeOptions[] = [
  {},
  { int64: 'number', timestamp: 'date' },
  { int64: 'string', timestamp: 'string' },
  ...('Temporal' in globalThis ? [{ timestamp: 'temporal' } as const] : []),
]

describe.each(optionSets)('a value taken from a row finds that row, with %o', (types) => {
  const db = createMicromegas({ url, viewSets: views as never, types }) as unknown as MicromegasKysely<any>
  afterAll(() => db.destroy())

  const run = async (query: { compile(): { sql: string } }) => {
    const compiled = query.compile()
    const sql = compiled.sql.replace('"every_type"', () => table)
    return (await db.executeQuery({ ...compiled, sql } as never)).rows as Record<string, unknown>[]
  }

  it.each(Object.keys(columns))('%s', async (name) => {
    const [row] = await run(db.selectFrom('every_type').select(name))
    const value = row?.[name]
    expect(value).not.toBeNull()
    expect(await run(db.selectFrom('every_type').select(name).where(name, '=', value))).toEqual([row])
    expect(await run(db.selectFrom('every_type').select(name).where(name, '!=', value))).toEqual([])
    if (!Array.isArray(value)) {
      expect(await run(db.selectFrom('every_type').select(name).where(name, 'in', [value]))).toEqual([row])
    }
  })
})
