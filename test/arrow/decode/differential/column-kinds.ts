import {
  Binary,
  Bool,
  type Data,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalDayTime,
  IntervalMonthDayNano,
  IntervalYearMonth,
  LargeBinary,
  LargeUtf8,
  List,
  Map_,
  makeData,
  Null,
  Struct,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Vector,
} from 'apache-arrow'
import type { Random } from './random.js'

/** A type, and how columns of it are made: of `length` values, some of them null. */
export interface ColumnKind {
  readonly type: DataType
  make(random: Random, length: number): Data
}

interface Parts {
  readonly [name: string]: unknown
}

/** Some values are null; what lies in their memory is as random as the rest. */
function column(type: DataType, random: Random, length: number, parts: Parts): Data {
  const density = random.pick([0, 0, 2, 3, 20, 1])
  const bitmap = new Uint8Array(Math.ceil(length / 8))
  let nullCount = 0
  for (let i = 0; i < length; i++) {
    if (density > 0 && random.oneIn(density)) nullCount++
    else bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7))
  }
  const nulls = nullCount > 0 ? { nullCount, nullBitmap: bitmap } : { nullCount: 0 }
  return makeData({ type, length, ...nulls, ...parts } as never) as unknown as Data
}

const leaf = (type: DataType, parts: (random: Random, length: number) => Parts): ColumnKind => ({
  type,
  make: (random, length) => column(type, random, length, parts(random, length)),
})

type Fill = (random: Random) => number | bigint

/** Fixed width: each value by `fill`. */
function fixed(type: DataType, array: new (length: number) => NodeJS.TypedArray, fill: Fill, perValue = 1): ColumnKind {
  return leaf(type, (random, length) => {
    const data = new array(length * perValue)
    for (let i = 0; i < data.length; i++) data[i] = fill(random) as never
    return { data }
  })
}

/** Where integers stop being safe numbers, and where 64 bits end. */
const edges = [0n, -1n, 2n ** 53n - 1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 1n - 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]
const signed64: Fill = (random) => (random.oneIn(4) ? random.pick(edges) : BigInt.asIntN(64, random.bits64()))
const unsigned64: Fill = (random) => BigInt.asUintN(64, signed64(random) as bigint)
/** Within the nanoseconds of 64 bits, whatever the unit. */
const instant =
  (unit: bigint): Fill =>
  (random) =>
    BigInt.asIntN(63, random.bits64()) / unit
const small: Fill = (random) => BigInt(random.bits()) - 2n ** 31n

/** Text with characters of one to four bytes, of lengths around what is decoded in one go. */
function text(random: Random): string {
  const alphabet = random.pick(['abc xyz', 'aé', '日本a', '😀b', 'plain'])
  const length = random.pick([0, 1, 3, 12, 13, 40, random.oneIn(50) ? 400 : 2])
  return Array.from({ length }, () => random.pick([...alphabet])).join('')
}

function variable(type: DataType, bytesOf: (random: Random) => Uint8Array, large: boolean): ColumnKind {
  return leaf(type, (random, length) => {
    const values = Array.from({ length }, () => bytesOf(random))
    const offsets = [0]
    for (const value of values) offsets.push((offsets.at(-1) as number) + value.length)
    const valueOffsets = large ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets)
    return { data: new Uint8Array(Buffer.concat(values)), valueOffsets }
  })
}

const utf8 = (random: Random) => new TextEncoder().encode(text(random))
const bytes = (random: Random) => random.bytes(random.below(9))

const flat: readonly ColumnKind[] = [
  leaf(new Null(), () => ({})),
  leaf(new Bool(), (random, length) => ({ data: random.bytes(Math.ceil(length / 8)) })),
  fixed(new Int8(), Int8Array, (random) => random.bits()),
  fixed(new Int16(), Int16Array, (random) => random.bits()),
  fixed(new Int32(), Int32Array, (random) => random.bits()),
  fixed(new Int64(), BigInt64Array, signed64),
  fixed(new Uint8(), Uint8Array, (random) => random.bits()),
  fixed(new Uint16(), Uint16Array, (random) => random.bits()),
  fixed(new Uint32(), Uint32Array, (random) => random.bits()),
  fixed(new Uint64(), BigUint64Array, unsigned64),
  fixed(new Float32(), Float32Array, (random) => random.bits() / 3 - 2 ** 30),
  fixed(new Float64(), Float64Array, (random) => (random.oneIn(9) ? Number.NaN : random.bits() / 7 - 2 ** 28)),
  fixed(new TimestampSecond(), BigInt64Array, instant(1_000_000_000n)),
  fixed(new TimestampMillisecond('UTC'), BigInt64Array, instant(1_000_000n)),
  fixed(new TimestampMicrosecond('+00:00'), BigInt64Array, instant(1_000n)),
  fixed(new TimestampNanosecond('+00:00'), BigInt64Array, instant(1n)),
  fixed(new DateDay(), Int32Array, (random) => random.below(100_000) - 50_000),
  fixed(new DateMillisecond(), BigInt64Array, (random) => BigInt(random.below(100_000) - 50_000) * 86_400_000n),
  fixed(new TimeSecond(), Int32Array, (random) => random.below(86_400)),
  fixed(new TimeMillisecond(), Int32Array, (random) => random.below(86_400_000)),
  fixed(new TimeMicrosecond(), BigInt64Array, (random) => BigInt(random.bits())),
  fixed(new TimeNanosecond(), BigInt64Array, (random) => BigInt(random.bits())),
  fixed(new DurationSecond(), BigInt64Array, small),
  fixed(new DurationMillisecond(), BigInt64Array, small),
  fixed(new DurationMicrosecond(), BigInt64Array, small),
  fixed(new DurationNanosecond(), BigInt64Array, signed64),
  fixed(new IntervalYearMonth(), Int32Array, (random) => random.bits()),
  fixed(new IntervalDayTime(), Int32Array, (random) => random.bits(), 2),
  fixed(new IntervalMonthDayNano(), Int32Array, (random) => random.bits(), 4),
  fixed(new Decimal(5, 38, 128), Uint32Array, (random) => random.bits(), 4),
  fixed(new Decimal(0, 20, 128), Uint32Array, (random) => random.bits(), 4),
  fixed(new Decimal(7, 76, 256), Uint32Array, (random) => random.bits(), 8),
  fixed(new FixedSizeBinary(5), Uint8Array, (random) => random.bits(), 5),
  variable(new Utf8(), utf8, false),
  variable(new LargeUtf8(), utf8, true),
  variable(new Binary(), bytes, false),
  variable(new LargeBinary(), bytes, true),
]

const keyTypes = [
  new Int8(),
  new Int16(),
  new Int32(),
  new Int64(),
  new Uint8(),
  new Uint16(),
  new Uint32(),
  new Uint64(),
]

function dictionary(random: Random, values: ColumnKind): ColumnKind {
  const keys = random.pick(keyTypes)
  const type = new Dictionary(values.type, keys as never)
  return {
    type,
    make(random, length) {
      const distinct = 1 + random.below(20)
      const data = new (keys.ArrayType as unknown as new (length: number) => NodeJS.TypedArray)(length)
      for (let i = 0; i < length; i++) {
        const key = random.below(distinct)
        data[i] = (keys.bitWidth === 64 ? BigInt(key) : key) as never
      }
      return column(type, random, length, { data, dictionary: new Vector([values.make(random, distinct)]) })
    },
  }
}

function list(item: ColumnKind): ColumnKind {
  return leaf(new List(new Field('item', item.type, true)), (random, length) => {
    // Null lists, too, may have items.
    const valueOffsets = new Int32Array(length + 1)
    valueOffsets[0] = random.below(3)
    for (let i = 0; i < length; i++) valueOffsets[i + 1] = (valueOffsets[i] as number) + random.below(4)
    return { valueOffsets, child: item.make(random, (valueOffsets[length] as number) + random.below(3)) }
  })
}

function fixedSizeList(item: ColumnKind, size: number): ColumnKind {
  return leaf(new FixedSizeList(size, new Field('item', item.type, true)), (random, length) => ({
    child: item.make(random, length * size),
  }))
}

function struct(fields: readonly ColumnKind[]): ColumnKind {
  const type = new Struct(fields.map((field, index) => new Field(`f${index}`, field.type, true)))
  return leaf(type, (random, length) => ({ children: fields.map((field) => field.make(random, length)) }))
}

function map(value: ColumnKind): ColumnKind {
  const entries = new Struct([new Field('key', new Int32(), false), new Field('value', value.type, true)])
  return leaf(new Map_(new Field('entries', entries, false) as never), (random, length) => {
    const valueOffsets = new Int32Array(length + 1)
    for (let i = 0; i < length; i++) valueOffsets[i + 1] = (valueOffsets[i] as number) + random.below(3)
    const count = valueOffsets[length] as number
    const keys = makeData({
      type: new Int32(),
      length: count,
      nullCount: 0,
      data: Int32Array.from({ length: count }, (_, i) => i),
    })
    const children = [keys, value.make(random, count)]
    return { valueOffsets, child: makeData({ type: entries, length: count, nullCount: 0, children } as never) }
  })
}

/** Values that a dictionary may have: of bytes it would be taken for JSONB. */
const inDictionary = flat.filter(
  ({ type }) => !(type instanceof Binary || type instanceof LargeBinary || type instanceof Null),
)

/** Any type, nested to a depth. */
export function randomKind(random: Random, depth = 2): ColumnKind {
  const nested = depth > 0 && random.oneIn(3)
  if (!nested) return random.oneIn(6) ? dictionary(random, random.pick(inDictionary)) : random.pick(flat)
  const inside = () => randomKind(random, depth - 1)
  switch (random.below(5)) {
    case 0:
      return list(inside())
    case 1:
      return fixedSizeList(inside(), random.below(4))
    case 2:
      return struct(Array.from({ length: random.below(4) }, inside))
    case 3:
      return map(inside())
    default:
      return dictionary(
        random,
        list(random.pick(flat.filter(({ type }) => type instanceof Utf8 || type instanceof Int32))),
      )
  }
}
