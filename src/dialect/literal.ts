import { MicromegasError } from '../errors.js'
import type { ColumnType, NestedType, TimeUnit } from '../types/column-type.js'
import type { Interval } from '../types/interval.js'
import { nanosecondsPerUnit } from '../types/time-units.js'
import { type InstantLike, Timestamp } from '../types/timestamp.js'

/**
 * Writes a value as an SQL literal: the one place where values enter SQL text, because the service takes no parameters.
 * Every value has an exact literal or is refused; none can end its literal.
 *
 * @param type of the column that the value is compared with, where it is known: some values have the form of another type
 * (64-bit integers as text, intervals as objects), and some literals need to be told their type
 * @throws `invalid_argument` for a value that has no exact literal
 */
export function literal(value: unknown, type?: ColumnType): string {
  if (value === null) return 'null'
  return type === undefined ? plainLiteral(value) : typedLiteral(value, type)
}

/**
 * Writes the values of an `in` list, in parentheses.
 *
 * @throws `invalid_argument` for a value that has no exact literal
 */
export function literalList(values: readonly unknown[], type?: ColumnType): string {
  return plainTextList(values, type) ?? `(${values.map((value) => literal(value, type)).join(', ')})`
}

/** The usual list is one of texts that need nothing but quotes, and it is long. Nothing for any other. */
function plainTextList(values: readonly unknown[], type: ColumnType | undefined): string | undefined {
  const compared = type?.kind === 'dictionary' ? type.value : type
  if (values.length === 0 || (compared !== undefined && compared.kind !== 'utf8')) return undefined
  let list = "('"
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (typeof value !== 'string' || value.includes("'") || !value.isWellFormed()) return undefined
    if (index > 0) list += "', '"
    list += value
  }
  return `${list}')`
}

const unitNames: Readonly<Record<TimeUnit, string>> = {
  second: 'Second',
  millisecond: 'Millisecond',
  microsecond: 'Microsecond',
  nanosecond: 'Nanosecond',
}

const minInt64 = -(2n ** 63n)
const maxUint64 = 2n ** 64n - 1n

function plainLiteral(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textLiteral(value)
    case 'number':
      return numberLiteral(value)
    case 'bigint':
      return integerLiteral(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return objectLiteral(value as object)
    default:
      throw refuse(
        `A value of type ${typeof value} has no literal${value === undefined ? ': use null, or leave the condition out' : ''}.`,
      )
  }
}

/** The engine knows one escape: a doubled quote. A backslash is an ordinary character. */
function textLiteral(text: string): string {
  if (!text.isWellFormed()) {
    throw refuse('Text with a lone surrogate has no UTF-8 form: it would arrive as another text.')
  }
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`
}

function numberLiteral(value: number): string {
  if (Number.isInteger(value)) {
    if (Object.is(value, -0)) return '(-0.0)'
    if (!Number.isSafeInteger(value))
      throw refuse(`The number ${value} is no safe integer: use a bigint for an integer, or double(value) for a float.`)
    return parenthesized(String(value))
  }
  return doubleLiteral(value)
}

/** The literal of a 64-bit float, also where its value is a whole number: `5` would be an integer. */
export function doubleLiteral(value: number): string {
  if (!Number.isFinite(value))
    return `cast('${Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity'}' as double)`
  if (Object.is(value, -0)) return '(-0.0)'
  const text = String(value)
  return parenthesized(/[.e]/.test(text) ? text : `${text}.0`)
}

function integerLiteral(value: bigint): string {
  if (value < minInt64 || value > maxUint64) {
    throw refuse(`The integer ${value} is outside of 64 bits: the engine would make a float of it.`)
  }
  // The engine reads the digits apart from their sign, and these digits alone do not fit a signed integer.
  if (value === minInt64) return "arrow_cast('-9223372036854775808', 'Int64')"
  return parenthesized(String(value))
}

/** A minus after another minus would begin a comment. */
function parenthesized(text: string): string {
  return text.startsWith('-') ? `(${text})` : text
}

function objectLiteral(value: object): string {
  if (value instanceof Timestamp) return timestampLiteral(value)
  if (value instanceof Date) return timestampLiteral(Timestamp.from(value))
  if (value instanceof Uint8Array) return binaryLiteral(value)
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(', ')}]`
  if (isInstantLike(value)) return timestampLiteral(Timestamp.from(value))
  const name = Object.getPrototypeOf(value)?.constructor?.name
  throw refuse(`A value of type ${typeof name === 'string' && name !== '' ? name : 'object'} has no literal.`)
}

/** The engine's literal has nanoseconds, so all nine digits count. */
function timestampLiteral(instant: Timestamp): string {
  return `timestamp '${instant}'`
}

function binaryLiteral(bytes: Uint8Array): string {
  return `x'${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'`
}

function isInstantLike(value: object): value is InstantLike {
  return 'epochNanoseconds' in value && typeof value.epochNanoseconds === 'bigint'
}

/** Literals by the type of the column that they are compared with. */
function typedLiteral(value: unknown, type: ColumnType): string {
  switch (type.kind) {
    case 'dictionary':
      return literal(value, type.value)
    case 'integer':
      return typeof value === 'string' ? integerLiteral(integerOfText(value)) : plainLiteral(value)
    case 'float':
      return typeof value === 'number' ? doubleLiteral(value) : plainLiteral(value)
    case 'timestamp':
      return typeof value === 'string' ? timestampLiteral(Timestamp.from(value)) : plainLiteral(value)
    case 'time':
      return typeof value === 'bigint' ? timeLiteral(value, type.unit) : plainLiteral(value)
    case 'duration':
      return typeof value === 'bigint'
        ? `arrow_cast(${integerLiteral(value)}, 'Duration(Nanosecond)')`
        : plainLiteral(value)
    case 'date':
      return typeof value === 'string' ? `arrow_cast(${textLiteral(value)}, 'Date32')` : plainLiteral(value)
    case 'decimal':
      return typeof value === 'string' ? decimalLiteral(value, type.precision, type.scale) : plainLiteral(value)
    case 'interval':
      return isInterval(value) ? intervalLiteral(value) : plainLiteral(value)
    case 'fixedSizeBinary':
      return value instanceof Uint8Array
        ? `arrow_cast(${binaryLiteral(value)}, 'FixedSizeBinary(${type.byteWidth})')`
        : plainLiteral(value)
    case 'list':
      return Array.isArray(value) ? listLiteral(value, type.item) : plainLiteral(value)
    case 'struct':
      return isPlainObject(value) ? structLiteral(value, type.fields) : plainLiteral(value)
    case 'map':
      return value instanceof Map ? mapLiteral(value, type.key, type.value) : plainLiteral(value)
    case 'jsonb':
      return jsonbLiteral(value)
    case 'boolean':
    case 'utf8':
    case 'binary':
      return plainLiteral(value)
  }
}

/** The engine compares times of the same unit only. */
function timeLiteral(nanoseconds: bigint, unit: TimeUnit): string {
  const perUnit = nanosecondsPerUnit[unit]
  if (nanoseconds % perUnit !== 0n) throw refuse(`${nanoseconds} ns is no whole ${unit}, the unit of the column.`)
  return `arrow_cast(arrow_cast(${integerLiteral(nanoseconds / perUnit)}, 'Int${timeBits(unit)}'), '${timeName(unit)}')`
}

function timeBits(unit: TimeUnit): 32 | 64 {
  return unit === 'second' || unit === 'millisecond' ? 32 : 64
}

function timeName(unit: TimeUnit): string {
  return `Time${timeBits(unit)}(${unitNames[unit]})`
}

function integerOfText(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw refuse(`${JSON.stringify(text.slice(0, 40))} is no integer in decimal text.`)
  return BigInt(text)
}

function decimalLiteral(text: string, precision: number, scale: number): string {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text)
  const [, whole = '', fraction = ''] = match ?? []
  const fits = fraction.length <= scale && whole.replace(/^0+/, '').length <= precision - scale
  if (match === null || !fits) {
    throw refuse(
      `${JSON.stringify(text.slice(0, 90))} is no decimal of ${precision} digits, ${scale} of them after the point.`,
    )
  }
  return `arrow_cast('${text}', 'Decimal${precision > 38 ? 256 : 128}(${precision}, ${scale})')`
}

function isInterval(value: unknown): value is Interval {
  return typeof value === 'object' && value !== null && 'months' in value && 'days' in value && 'nanoseconds' in value
}

/** The parts stay apart: none is converted into another. */
function intervalLiteral({ months, days, nanoseconds }: Interval): string {
  if (!Number.isSafeInteger(months) || !Number.isSafeInteger(days) || typeof nanoseconds !== 'bigint') {
    throw refuse('An interval has whole months and days, and nanoseconds as a bigint.')
  }
  return `interval '${months} months ${days} days ${nanoseconds} nanoseconds'`
}

function listLiteral(values: readonly unknown[], item: NestedType): string {
  return `arrow_cast([${values.map((value) => literal(value, item.type)).join(', ')}], 'List(${arrowName(item.type)})')`
}

function structLiteral(value: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, NestedType>>): string {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) throw refuse(`The struct has no field ${JSON.stringify(unknown)}.`)
  const members = Object.entries(fields).map(([name, { type }]) => {
    if (!Object.hasOwn(value, name)) throw refuse(`The struct lacks its field ${JSON.stringify(name)}.`)
    return `${textLiteral(name)}, arrow_cast(${literal(value[name], type)}, '${arrowName(type)}')`
  })
  return `named_struct(${members.join(', ')})`
}

function mapLiteral(value: ReadonlyMap<unknown, unknown>, key: NestedType, item: NestedType): string {
  const keys = listLiteral([...value.keys()], key)
  const values = listLiteral([...value.values()], item)
  return `map(${keys}, ${values})`
}

/** The service's own parser makes the same bytes of the same value. */
function jsonbLiteral(value: unknown): string {
  return `jsonb_parse(${textLiteral(jsonText(value))})`
}

/** JSON text that keeps integers of 64 bits whole, which `JSON.stringify` does not take. */
function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (isPlainObject(value)) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
      .join(',')}}`
  }
  throw refuse(`A value of type ${typeof value} is no JSON.`)
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The engine's name of a type, as `arrow_cast` takes it. */
export function arrowName(type: ColumnType): string {
  switch (type.kind) {
    case 'boolean':
      return 'Boolean'
    case 'integer':
      return `${type.signed ? 'Int' : 'UInt'}${type.bits}`
    case 'float':
      return `Float${type.bits}`
    case 'utf8':
      return type.large ? 'LargeUtf8' : 'Utf8'
    case 'binary':
      return 'Binary'
    case 'fixedSizeBinary':
      return `FixedSizeBinary(${type.byteWidth})`
    case 'timestamp':
      return `Timestamp(${unitNames[type.unit]}, Some("+00:00"))`
    case 'date':
      return 'Date32'
    case 'time':
      return timeName(type.unit)
    case 'duration':
      return 'Duration(Nanosecond)'
    case 'interval':
      return 'Interval(MonthDayNano)'
    case 'decimal':
      return `Decimal${type.precision > 38 ? 256 : 128}(${type.precision}, ${type.scale})`
    case 'dictionary':
      return `Dictionary(Int32, ${arrowName(type.value)})`
    case 'list':
      return `List(${arrowName(type.item.type)})`
    case 'jsonb':
      return type.encoding === 'dictionary' ? 'Dictionary(Int32, Binary)' : 'Binary'
    case 'struct':
    case 'map':
      throw refuse(`A ${type.kind} inside of a list has no literal.`)
  }
}

function refuse(reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', reason)
}
