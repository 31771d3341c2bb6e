import { type Data, DataType, Precision, TimeUnit } from 'apache-arrow'
import type { ColumnReader } from '../decode/column-reader.js'
import { halvesOf } from '../decode/int64.js'
import { readNumbers } from '../decode/numbers.js'
import { columnReader } from '../decode/readers.js'
import type { ResultColumn } from '../decode/row-decoder.js'
import { hasNulls } from '../decode/validity.js'
import type { IndexedValues } from '../objects/index.js'
import type { ColumnarOptions } from './columnar.js'

type Values = ArrayLike<unknown>
type ReadPart = (part: Data) => Values
/** Writes the values of a part from `at` on. */
type WritePart = (out: unknown[], at: number, part: Data) => void

/** Whether values of a type are numbers or instants, which charts draw rather than group by. */
export function isNumeric(type: DataType): boolean {
  return (
    DataType.isInt(type) ||
    DataType.isFloat(type) ||
    DataType.isTimestamp(type) ||
    DataType.isTime(type) ||
    DataType.isDuration(type)
  )
}

/** Returns the parts of one column behind each other, in the array of its type: copied once, where nothing is converted. */
export function joinColumn(
  column: ResultColumn,
  parts: readonly Data[],
  length: number,
  options: ColumnarOptions,
): Values {
  const isNullable = parts.some(hasNulls)
  const { type, context } = column
  if (DataType.isTimestamp(type) && context.types.timestamp !== 'string') {
    const read = instantsReader(column, type.unit)
    if (options.time !== 'milliseconds') {
      return isNullable ? joined(parts, length, copyWriter(read)) : typed(new BigInt64Array(length), parts, read)
    }
    const readMilliseconds: ReadPart = (part) => milliseconds(read(part))
    if (!isNullable) return typed(new Float64Array(length), parts, readMilliseconds)
    return options.nulls === 'nan'
      ? withNaN(parts, length, readMilliseconds)
      : joined(parts, length, copyWriter(readMilliseconds))
  }
  const reader = columnReader(type, column.declared, context)
  const read: ReadPart = (part) => reader(part, 0, part.length)
  const array = arrayFor(column, length)
  if (!isNullable && array !== undefined) return typed(array, parts, read)
  const hasNumbers = array !== undefined && !(array instanceof BigInt64Array || array instanceof BigUint64Array)
  if (hasNumbers && options.nulls === 'nan') return withNaN(parts, length, read)
  return joined(parts, length, valueWriter(reader))
}

/** Values of dictionaries are written by their indices, without an array of them for each part. */
function valueWriter(reader: ColumnReader): WritePart {
  const { deferred } = reader
  const write = copyWriter((part) => reader(part, 0, part.length))
  if (deferred?.form !== 'indexed') return write
  return (out, at, part) => {
    const source = deferred.read(part, 0, part.length)
    if (source === undefined) write(out, at, part)
    else writeIndexed(out, at, source as IndexedValues)
  }
}

function copyWriter(read: ReadPart): WritePart {
  return (out, at, part) => {
    const values = read(part)
    for (let i = 0; i < values.length; i++) out[at + i] = values[i]
  }
}

function writeIndexed(out: unknown[], at: number, { values, indices }: IndexedValues): void {
  // Mostly all rows of a result are of one process.
  if (values.length === 1) out.fill(values[0], at, at + indices.length)
  else for (let i = 0; i < indices.length; i++) out[at + i] = values[indices[i] as number]
}

/** Nanoseconds since 1970 as bigints, whatever the unit and whatever rows have. */
function instantsReader({ type, declared, context }: ResultColumn, unit: TimeUnit): ReadPart {
  if (unit === TimeUnit.NANOSECOND) return (part) => readNumbers(part, 0, part.length)
  const read = columnReader(type, declared, { ...context, types: { ...context.types, timestamp: 'timestamp' } })
  return (part) =>
    Array.from(
      read(part, 0, part.length),
      (instant) => (instant as { readonly epochNanoseconds: bigint } | null)?.epochNanoseconds ?? null,
    )
}

/** The array of numbers that a column without nulls is; nothing for columns of other values. */
function arrayFor({ type, context }: ResultColumn, length: number): NodeJS.TypedArray | undefined {
  if (DataType.isInt(type) && type.bitWidth === 64) {
    if (context.types.int64 === 'string') return undefined
    if (context.types.int64 === 'number') return new Float64Array(length)
    return type.isSigned ? new BigInt64Array(length) : new BigUint64Array(length)
  }
  if (DataType.isFloat(type) && type.precision === Precision.HALF) return new Float32Array(length)
  if (DataType.isInt(type) || DataType.isFloat(type)) {
    return new (type.ArrayType as unknown as new (length: number) => NodeJS.TypedArray)(length)
  }
  if (DataType.isTime(type) || DataType.isDuration(type)) return new BigInt64Array(length)
  return undefined
}

function typed<A extends NodeJS.TypedArray>(array: A, parts: readonly Data[], read: ReadPart): A {
  let at = 0
  for (const part of parts) {
    // Of an array of the same kind the memory is copied; of others each value is checked and converted.
    array.set(read(part) as never, at)
    at += part.length
  }
  return array
}

function joined(parts: readonly Data[], length: number, write: WritePart): unknown[] {
  const out = new Array<unknown>(length)
  let at = 0
  for (const part of parts) {
    write(out, at, part)
    at += part.length
  }
  return out
}

function withNaN(parts: readonly Data[], length: number, read: ReadPart): Float64Array {
  const out = new Float64Array(length)
  let at = 0
  for (const part of parts) {
    const values = read(part)
    for (let i = 0; i < values.length; i++) out[at + i] = (values[i] as number | null) ?? Number.NaN
    at += part.length
  }
  return out
}

/** Milliseconds of nanoseconds; null stays null. */
function milliseconds(values: Values): Values {
  if (values instanceof BigInt64Array) return millisecondsOf(values)
  return Array.from(values, (value) => (value === null ? null : millisecondsOf(BigInt64Array.of(value as bigint))[0]))
}

/**
 * As in `readNanosecondDates`, but with the fraction: whole milliseconds and the rest are exact, and rounded once, when they
 * are put together.
 */
function millisecondsOf(nanoseconds: BigInt64Array): Float64Array {
  const halves = halvesOf(nanoseconds)
  const out = new Float64Array(nanoseconds.length)
  for (let i = 0; i < out.length; i++) {
    const high = halves[2 * i + 1] as number
    const rest = 967_296 * high + ((halves[2 * i] as number) >>> 0)
    const whole = Math.floor(rest / 1_000_000)
    out[i] = 4294 * high + whole + (rest - whole * 1_000_000) / 1_000_000
  }
  return out
}
