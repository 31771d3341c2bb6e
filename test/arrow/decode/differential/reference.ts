import {
  Binary,
  type Data,
  DataType,
  DateUnit,
  Int64,
  IntervalUnit,
  makeData,
  TimeUnit,
  Utf8,
  Vector,
} from 'apache-arrow'
import { Timestamp } from '../../../../src/index.js'
import type { CompleteTypeOptions } from '../../../../src/types/type-options.js'

/*
 * What rows hold, cell by cell, by apache-arrow's own getters. Where these lose something (instants, durations), the same
 * memory is read as 64-bit integers.
 */

const nanosecondsPer: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1_000n,
  [TimeUnit.NANOSECOND]: 1n,
}

const get = (data: Data, index: number): unknown => new Vector([data]).get(index)

/** The value of an 8-byte type as an integer. */
function bits64(data: Data, index: number): bigint {
  const { length, offset, nullBitmap, values } = data
  const integers = makeData({
    type: new Int64(),
    length,
    offset,
    nullCount: 0,
    nullBitmap: null,
    data: values,
  } as never)
  void nullBitmap
  return get(integers as unknown as Data, index) as bigint
}

function narrowed({ type, length, values, valueOffsets }: Data): Data {
  const narrow = DataType.isLargeUtf8(type) ? new Utf8() : new Binary()
  const offsets = Int32Array.from(valueOffsets as unknown as BigInt64Array, Number)
  return makeData({ type: narrow, length, nullCount: 0, data: values, valueOffsets: offsets } as never) as never
}

/** The cell of a column in a row under the options. */
export function cell(data: Data, index: number, types: CompleteTypeOptions): unknown {
  const { type } = data
  if (DataType.isNull(type) || !new Vector([data]).isValid(index)) return null
  // The getters of these stumble over their 64-bit offsets.
  if (DataType.isLargeUtf8(type) || DataType.isLargeBinary(type)) return cell(narrowed(data), index, types)
  if (DataType.isTimestamp(type)) return time(bits64(data, index) * nanosecondsPer[type.unit], types)
  if (DataType.isDuration(type)) return bits64(data, index) * nanosecondsPer[type.unit]
  if (DataType.isTime(type) && type.bitWidth === 64) return bits64(data, index) * nanosecondsPer[type.unit]
  if (DataType.isDate(type) && type.unit === DateUnit.MILLISECOND) return day(bits64(data, index))
  if (DataType.isDictionary(type)) {
    const keys = makeData({
      type: type.indices,
      length: data.length,
      nullCount: 0,
      data: data.values,
    } as never)
    const key = Number(get(keys as unknown as Data, index))
    return cell(data.dictionary?.data[0] as Data, key, types)
  }
  const value = get(data, index)
  if (DataType.isInt(type) && type.bitWidth === 64) return integer(value as bigint, types)
  if (DataType.isTime(type)) return BigInt(value as number) * nanosecondsPer[type.unit]
  if (DataType.isDate(type)) return day(BigInt(Number(value)))
  if (DataType.isDecimal(type)) return decimal(value as Uint32Array, type.bitWidth, type.scale)
  if (DataType.isInterval(type)) return interval(value as Int32Array, type.unit)
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return items((value as Vector).data[0], types)
  if (DataType.isStruct(type)) {
    return Object.fromEntries(
      type.children.map(({ name }, field) => [name, cell(data.children[field] as Data, index, types)]),
    )
  }
  if (DataType.isMap(type)) {
    const entries = data.children[0] as Data
    const [keys, values] = entries.children as [Data, Data]
    const [from, to] = [data.valueOffsets[index] as number, data.valueOffsets[index + 1] as number]
    const indices = Array.from({ length: to - from }, (_, i) => from + i)
    return new Map(indices.map((i) => [cell(keys, i, types), cell(values, i, types)]))
  }
  // A Buffer equals no Uint8Array.
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}

function items(data: Data | undefined, types: CompleteTypeOptions): unknown[] {
  return data === undefined ? [] : Array.from({ length: data.length }, (_, index) => cell(data, index, types))
}

const day = (milliseconds: bigint): string => new Date(Number(milliseconds)).toISOString().slice(0, 10)

function integer(value: bigint, { int64 }: CompleteTypeOptions): unknown {
  return int64 === 'bigint' ? value : String(value)
}

function time(nanoseconds: bigint, { timestamp }: CompleteTypeOptions): unknown {
  const instant = Timestamp.from(nanoseconds)
  if (timestamp === 'string') return instant.toString()
  return timestamp === 'date' ? instant.toDate() : instant
}

function decimal(words: Uint32Array, bitWidth: number, scale: number): string {
  const unscaled = BigInt.asIntN(
    bitWidth,
    [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n),
  )
  if (scale === 0) return String(unscaled)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function interval(words: Int32Array, unit: IntervalUnit): unknown {
  const [first = 0, second = 0] = words
  // The getter splits months into years and months.
  if (unit === IntervalUnit.YEAR_MONTH) return { months: first * 12 + second, days: 0, nanoseconds: 0n }
  if (unit === IntervalUnit.DAY_TIME) return { months: 0, days: first, nanoseconds: BigInt(second) * 1_000_000n }
  const nanoseconds = (BigInt(words[3] ?? 0) << 32n) | BigInt((words[2] ?? 0) >>> 0)
  return { months: first, days: second, nanoseconds }
}
