import fc from 'fast-check'
import { type AnyColumn, column, Timestamp } from '../../../src/arrow/index.js'

/** A column, and values that can be inserted into it and come back the same. */
interface ArbitraryColumn {
  readonly column: AnyColumn
  readonly value: fc.Arbitrary<unknown>
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.string({ unit: 'binary' })
const bytes = fc.uint8Array({ maxLength: 20 })
const day = 86_400_000_000_000n
const instant = (unit: bigint) =>
  fc
    .bigInt({ min: -(2n ** 63n) / unit + 1n, max: (2n ** 63n - 1n) / unit })
    .map((count) => Timestamp.from(count * unit))
const date = fc
  .date({ min: new Date('1600-01-01'), max: new Date('2400-01-01'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10))
const json = fc
  .jsonValue({ maxDepth: 3 })
  // What JSON has no way to tell apart from another number.
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)

const decimal = (precision: number, scale: number) =>
  fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }).map((digits) => {
    const magnitude = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
    const whole = magnitude.slice(0, magnitude.length - scale)
    return `${digits < 0n ? '-' : ''}${whole}${scale > 0 ? `.${magnitude.slice(-scale)}` : ''}`
  })

const flat: readonly ArbitraryColumn[] = [
  { column: column.boolean(), value: fc.boolean() },
  { column: column.int8(), value: fc.integer({ min: -128, max: 127 }) },
  { column: column.int16(), value: fc.integer({ min: -32_768, max: 32_767 }) },
  { column: column.int32(), value: fc.integer() },
  { column: column.int64(), value: int64 },
  { column: column.uint8(), value: fc.integer({ min: 0, max: 255 }) },
  { column: column.uint16(), value: fc.integer({ min: 0, max: 65_535 }) },
  { column: column.uint32(), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
  { column: column.uint64(), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
  { column: column.float32(), value: fc.float() },
  { column: column.float64(), value: fc.double() },
  { column: column.utf8(), value: text },
  { column: column.largeUtf8(), value: text },
  { column: column.binary(), value: bytes },
  { column: column.fixedSizeBinary(3), value: fc.uint8Array({ minLength: 3, maxLength: 3 }) },
  { column: column.timestamp(), value: instant(1n) },
  { column: column.timestamp('microsecond'), value: instant(1_000n) },
  { column: column.timestamp('millisecond'), value: instant(1_000_000n) },
  { column: column.timestamp('second'), value: instant(1_000_000_000n) },
  { column: column.date(), value: date },
  { column: column.time(), value: fc.bigInt({ min: 0n, max: day - 1n }) },
  { column: column.time('second'), value: fc.bigInt({ min: 0n, max: 86_399n }).map((s) => s * 1_000_000_000n) },
  { column: column.duration(), value: int64 },
  {
    column: column.interval(),
    value: fc.record({ months: fc.integer(), days: fc.integer(), nanoseconds: int64 }),
  },
  { column: column.decimal(20, 5), value: decimal(20, 5) },
  { column: column.decimal(60, 0), value: decimal(60, 0) },
  { column: column.dictionary(column.utf8()), value: fc.constantFrom('a', 'b', '', '😀') },
  { column: column.jsonb(), value: json },
  { column: column.jsonb('binary'), value: json },
]

const nullable = ({ column, value }: ArbitraryColumn): ArbitraryColumn => ({
  column: column.nullable(),
  value: fc.option(value, { freq: 3 }),
})

const any = fc.constantFrom(...flat, ...flat.map(nullable))

const list = any.map(({ column: item, value }) => ({
  column: column.list(item),
  value: fc.array(value, { maxLength: 4 }),
}))
const struct = fc.tuple(any, any).map(([a, b]) => ({
  column: column.struct({ a: a.column, b: b.column }),
  value: fc.record({ a: a.value, b: b.value }),
}))
const map = any.map(({ column: item, value }) => ({
  column: column.map(column.utf8(), item),
  value: fc.array(fc.tuple(text, value), { maxLength: 4 }).map((entries) => new Map(entries)),
}))

/** Columns of every type, nested ones among them, that may be null or not. */
export const arbitraryColumn: fc.Arbitrary<ArbitraryColumn> = fc
  .oneof({ weight: 4, arbitrary: any }, list, struct, map)
  .chain((plain) => fc.constantFrom(plain, nullable(plain)))
