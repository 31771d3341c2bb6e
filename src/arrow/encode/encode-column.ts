import { type Data, type DataType, type Dictionary, type Field, makeData, makeVector } from 'apache-arrow'
import { textBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'
import type { ColumnType, NestedType } from '../../types/column-type.js'
import { jsonReplacer } from '../../types/values.js'
import { encodeJsonb } from '../jsonb/encode-jsonb.js'
import {
  epochNanoseconds,
  expected,
  inUnit,
  scaled,
  toBytes,
  toDays,
  toFloat,
  toInt64,
  toInteger,
  toTimeOfDay,
  toUtf8,
} from './convert-value.js'
import { Problem } from './problem.js'

/** Tells which of the values cannot be stored. */
export class ColumnProblem extends Problem {
  readonly index: number

  constructor(index: number, reason: string) {
    super(reason)
    this.index = index
  }
}

/**
 * An Arrow column of values, one per row; `undefined` stands for null.
 *
 * @throws {ColumnProblem} for a value that the type does not have
 */
export function encodeColumn(nested: NestedType, arrow: DataType, given: readonly unknown[]): Data {
  const values = withJsonNulls(nested, given)
  const { nulls, count } = nullsOf(nested, values)
  const base = { type: arrow, length: values.length, nullCount: count, nullBitmap: nulls }
  return makeData({ ...base, ...buffersOf(nested.type, arrow, values) } as never) as unknown as Data
}

/** Stands for the null of JSON, which is a value, where the column has no nulls of its own. */
const jsonNull = Object.freeze({})

function withJsonNulls({ type, nullable }: NestedType, values: readonly unknown[]): readonly unknown[] {
  if (type.kind !== 'jsonb' || nullable) return values
  return values.map((value) => (value === null ? jsonNull : value))
}

/** Validity, least significant bit first; none where there are no nulls. */
function nullsOf({ nullable }: NestedType, values: readonly unknown[]): { nulls: Uint8Array | null; count: number } {
  let nulls: Uint8Array | null = null
  let count = 0
  for (let index = 0; index < values.length; index++) {
    if (values[index] !== null && values[index] !== undefined) continue
    if (!nullable) throw new ColumnProblem(index, values[index] === null ? 'is null.' : 'is missing.')
    nulls ??= new Uint8Array(Math.ceil(values.length / 8)).fill(0xff)
    nulls[index >> 3] = (nulls[index >> 3] as number) & ~(1 << (index & 7))
    count++
  }
  return { nulls, count }
}

type Buffers = Record<string, unknown>

function buffersOf(type: ColumnType, arrow: DataType, values: readonly unknown[]): Buffers {
  switch (type.kind) {
    case 'boolean':
      return { data: booleans(values) }
    case 'integer':
      return {
        data: type.bits === 64 ? bigIntegers(type.signed, values) : smallIntegers(type.bits, type.signed, values),
      }
    case 'float':
      return {
        data: filled(
          type.bits === 32 ? new Float32Array(values.length) : new Float64Array(values.length),
          values,
          toFloat,
        ),
      }
    case 'utf8':
      return variable(values, toUtf8, type.large)
    case 'binary':
      return variable(values, toBytes, false)
    case 'fixedSizeBinary':
      return { data: fixedWidth(values, type.byteWidth) }
    case 'timestamp':
      return { data: filled(new BigInt64Array(values.length), values, inUnit(type.unit, epochNanoseconds)) }
    case 'date':
      return { data: filled(new Int32Array(values.length), values, toDays) }
    case 'time': {
      const wide = type.unit === 'microsecond' || type.unit === 'nanosecond'
      const count = inUnit(type.unit, toTimeOfDay)
      return wide
        ? { data: filled(new BigInt64Array(values.length), values, count) }
        : { data: filled(new Int32Array(values.length), values, (value) => Number(count(value))) }
    }
    case 'duration':
      return { data: filled(new BigInt64Array(values.length), values, toInt64) }
    case 'interval':
      return { data: intervals(values) }
    case 'decimal':
      return { data: decimals(values, type.precision, type.scale) }
    case 'dictionary':
      return dictionary(type.value, arrow as Dictionary, values)
    case 'jsonb':
      return jsonb(type.encoding, arrow, values)
    case 'list':
      return lists(type.item, arrow, values)
    case 'struct':
      return { children: structs(type.fields, arrow, values) }
    case 'map':
      return maps(type.key, type.value, arrow, values)
  }
}

const isNull = (value: unknown): value is null | undefined => value === null || value === undefined

/** Writes each value that is not null; says which one it was that `convert` refused. */
function filled<A extends { [index: number]: unknown }, V>(
  array: A,
  values: readonly unknown[],
  convert: (value: unknown) => V,
): A {
  each(values, (value, index) => {
    array[index] = convert(value)
  })
  return array
}

function each(values: readonly unknown[], visit: (value: unknown, index: number) => void): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (isNull(value)) continue
    try {
      visit(value, index)
    } catch (error) {
      if (error instanceof Problem || error instanceof MicromegasError) throw new ColumnProblem(index, error.message)
      throw error
    }
  }
}

function booleans(values: readonly unknown[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8))
  each(values, (value, index) => {
    if (typeof value !== 'boolean') throw expected('A boolean', value)
    if (value) bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7))
  })
  return bits
}

const smallArrays = {
  signed: { 8: Int8Array, 16: Int16Array, 32: Int32Array },
  unsigned: { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array },
}

function smallIntegers(bits: 8 | 16 | 32, signed: boolean, values: readonly unknown[]) {
  const minimum = signed ? -(2 ** (bits - 1)) : 0
  const maximum = 2 ** (signed ? bits - 1 : bits) - 1
  const what = `A whole number from ${minimum} to ${maximum}`
  return filled(new smallArrays[signed ? 'signed' : 'unsigned'][bits](values.length), values, (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw expected(what, value)
    }
    return value
  })
}

function bigIntegers(signed: boolean, values: readonly unknown[]) {
  return signed
    ? filled(new BigInt64Array(values.length), values, toInt64)
    : filled(new BigUint64Array(values.length), values, (value) => {
        const integer = toInteger(value)
        if (BigInt.asUintN(64, integer) !== integer) throw expected('An integer from 0 to 2^64 - 1', value)
        return integer
      })
}

/** Values of any length behind each other, and where each begins. */
function variable(values: readonly unknown[], bytesOf: (value: unknown) => Uint8Array, large: boolean): Buffers {
  const parts: Uint8Array[] = []
  const ends = new Float64Array(values.length)
  let length = 0
  let next = 0
  each(values, (value, index) => {
    ends.fill(length, next, index)
    const bytes = bytesOf(value)
    parts.push(bytes)
    length += bytes.length
    ends[index] = length
    next = index + 1
  })
  ends.fill(length, next)
  if (!large && length > 0x7fffffff)
    throw new ColumnProblem(0, 'has more than 2 GiB in all: insert fewer rows at once.')
  const data = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    data.set(part, offset)
    offset += part.length
  }
  const valueOffsets = large ? new BigInt64Array(values.length + 1) : new Int32Array(values.length + 1)
  for (let index = 0; index < ends.length; index++) {
    const end = ends[index] as number
    if (valueOffsets instanceof BigInt64Array) valueOffsets[index + 1] = BigInt(end)
    else valueOffsets[index + 1] = end
  }
  return { data, valueOffsets }
}

function fixedWidth(values: readonly unknown[], width: number): Uint8Array {
  const data = new Uint8Array(values.length * width)
  each(values, (value, index) => {
    const bytes = toBytes(value)
    if (bytes.length !== width) throw new Problem(`${width} bytes are needed, not ${bytes.length}.`)
    data.set(bytes, index * width)
  })
  return data
}

/** Months and days as 32 bits each, then nanoseconds as 64. */
function intervals(values: readonly unknown[]): Int32Array {
  const data = new Int32Array(values.length * 4)
  const nanoseconds = new BigInt64Array(data.buffer)
  each(values, (value, index) => {
    const { months, days, nanoseconds: rest } = value as { months: unknown; days: unknown; nanoseconds: unknown }
    const isSmall = (part: unknown) => typeof part === 'number' && (part | 0) === part
    if (!isSmall(months) || !isSmall(days)) throw expected('An interval { months, days, nanoseconds }', value)
    data[index * 4] = months as number
    data[index * 4 + 1] = days as number
    nanoseconds[index * 2 + 1] = toInt64(rest)
  })
  return data
}

function decimals(values: readonly unknown[], precision: number, scale: number): Uint32Array {
  const words = precision > 38 ? 8 : 4
  const data = new Uint32Array(values.length * words)
  each(values, (value, index) => {
    let rest = BigInt.asUintN(words * 32, scaled(value, precision, scale))
    for (let word = 0; word < words; word++) {
      data[index * words + word] = Number(rest & 0xffffffffn)
      rest >>= 32n
    }
  })
  return data
}

/** Each distinct value once, and for each row the number of its value. */
function codes<V>(
  values: readonly unknown[],
  keyOf: (value: unknown) => unknown,
  toStored: (value: unknown) => V,
): { data: Int32Array; distinct: V[] } {
  const data = new Int32Array(values.length)
  const codeOf = new Map<unknown, number>()
  const distinct: V[] = []
  each(values, (value, index) => {
    const key = keyOf(value)
    let code = codeOf.get(key)
    if (code === undefined) {
      code = distinct.push(toStored(value)) - 1
      codeOf.set(key, code)
    }
    data[index] = code
  })
  return { data, distinct }
}

/** What tells values apart: themselves, or their text where they are objects. */
const identity = (value: unknown): unknown =>
  typeof value === 'object' ? JSON.stringify(value instanceof Map ? [...value] : value, jsonReplacer) : value

function dictionary(of: ColumnType, arrow: Dictionary, values: readonly unknown[]): Buffers {
  const { data, distinct } = codes(values, identity, (value) => value)
  try {
    const stored = encodeColumn({ type: of, nullable: false }, arrow.dictionary, distinct)
    return { data, dictionary: makeVector(stored as never) }
  } catch (error) {
    if (!(error instanceof ColumnProblem)) throw error
    throw new ColumnProblem(data.indexOf(error.index), error.message)
  }
}

function jsonb(encoding: 'dictionary' | 'binary', arrow: DataType, values: readonly unknown[]): Buffers {
  // The same object in many rows is encoded once.
  const known = new Map<unknown, Uint8Array>()
  const bytesOf = (value: unknown): Uint8Array => {
    let bytes = known.get(value)
    if (bytes === undefined) {
      bytes = encodeJsonb(value === jsonNull ? null : value)
      known.set(value, bytes)
    }
    return bytes
  }
  if (encoding === 'binary') return variable(values, bytesOf, false)
  const latin1 = new Map<Uint8Array, string>()
  const keyOf = (value: unknown): string => {
    const bytes = bytesOf(value)
    let key = latin1.get(bytes)
    if (key === undefined) {
      key = textBytes(bytes).characters(0, bytes.byteLength)
      latin1.set(bytes, key)
    }
    return key
  }
  const { data, distinct } = codes(values, keyOf, bytesOf)
  const stored = encodeColumn({ type: { kind: 'binary' }, nullable: false }, (arrow as Dictionary).dictionary, distinct)
  return { data, dictionary: makeVector(stored as never) }
}

/** Encodes the values inside of others, and says of a problem in which of the others it is. */
function inside(
  nested: NestedType,
  field: Field | undefined,
  values: readonly unknown[],
  owners: ArrayLike<number>,
  what: string,
): Data {
  try {
    return encodeColumn(nested, (field as Field).type, values)
  } catch (error) {
    if (!(error instanceof ColumnProblem)) throw error
    throw new ColumnProblem(owners[error.index] as number, `${what} ${error.message}`)
  }
}

function lists(item: NestedType, arrow: DataType, values: readonly unknown[]): Buffers {
  const items: unknown[] = []
  const owners: number[] = []
  const valueOffsets = new Int32Array(values.length + 1)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (!isNull(value)) {
      if (!Array.isArray(value)) throw new ColumnProblem(index, expected('An array', value).message)
      for (const entry of value) {
        items.push(entry)
        owners.push(index)
      }
    }
    valueOffsets[index + 1] = items.length
  }
  return { valueOffsets, child: inside(item, arrow.children?.[0], items, owners, 'An item') }
}

function structs(fields: Readonly<Record<string, NestedType>>, arrow: DataType, values: readonly unknown[]): Data[] {
  const names = Object.keys(fields)
  each(values, (value) => {
    if (typeof value !== 'object' || Array.isArray(value)) throw expected('An object', value)
    const extra = Object.keys(value as object).find((name) => !Object.hasOwn(fields, name))
    if (extra !== undefined) throw new Problem(`There is no field ${JSON.stringify(extra)}.`)
  })
  const owners = Int32Array.from(values.keys())
  return names.map((name, position) => {
    const nested = fields[name] as NestedType
    // The fields of a null are not looked at.
    const nullable = { ...nested, nullable: true }
    const present = withJsonNulls(
      nested,
      values.map((value) => (value as Record<string, unknown> | null)?.[name]),
    )
    const members = values.map((value, index) => (isNull(value) ? null : present[index]))
    if (!nested.nullable) {
      const missing = members.findIndex((member, index) => isNull(member) && !isNull(values[index]))
      if (missing >= 0) throw new ColumnProblem(missing, `The field ${JSON.stringify(name)} is missing.`)
    }
    return inside(nullable, arrow.children?.[position], members, owners, `The field ${JSON.stringify(name)}:`)
  })
}

function maps(key: NestedType, value: NestedType, arrow: DataType, values: readonly unknown[]): Buffers {
  const keys: unknown[] = []
  const members: unknown[] = []
  const owners: number[] = []
  const valueOffsets = new Int32Array(values.length + 1)
  for (let index = 0; index < values.length; index++) {
    const map = values[index]
    if (!isNull(map)) {
      if (!(map instanceof Map)) throw new ColumnProblem(index, expected('A Map', map).message)
      for (const [name, member] of map) {
        keys.push(name)
        members.push(member)
        owners.push(index)
      }
    }
    valueOffsets[index + 1] = keys.length
  }
  const entries = arrow.children?.[0] as Field
  const [keyField, valueField] = entries.type.children as [Field, Field]
  const child = makeData({
    type: entries.type,
    length: keys.length,
    nullCount: 0,
    children: [
      inside({ ...key, nullable: false }, keyField, keys, owners, 'A key'),
      inside(value, valueField, members, owners, 'A value'),
    ],
  } as never)
  return { valueOffsets, child }
}
