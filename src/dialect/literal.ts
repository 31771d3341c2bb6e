import { invalidArgument } from '../errors.js'
import type { ColumnType, NestedType, TimeUnit } from '../types/column-type.js'
import type { Interval } from '../types/interval.js'
import { nanosecondsPerUnit } from '../types/time-units.js'
import { type InstantLike, Timestamp } from '../types/timestamp.js'
import { toHex } from '../types/values.js'
import { arrowTypeName, timeTypeBits } from './arrow-type-name.js'

/**
 * Writes a value as an SQL literal. Values enter SQL text here and nowhere else, because the service takes no parameters:
 * each has an exact literal or is refused, and none can end its literal.
 *
 * @param type the type of the column that the value is compared with, where it is known: some values have the form of
 * another type (64-bit integers as text, intervals as objects), and some literals must name their type
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
      throw invalidArgument(
        `A value of type ${typeof value} cannot be written as an SQL literal.`,
        value === undefined ? 'Use null, or leave the condition out.' : undefined,
      )
  }
}

/** The engine has one escape, a doubled quote. A backslash is an ordinary character. */
function textLiteral(text: string): string {
  if (!text.isWellFormed()) {
    throw invalidArgument('Text with a lone surrogate has no UTF-8 form: it would arrive as a different text.')
  }
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`
}

function numberLiteral(value: number): string {
  if (Number.isInteger(value)) {
    if (Object.is(value, -0)) return '(-0.0)'
    if (!Number.isSafeInteger(value)) {
      throw invalidArgument(
        `${value} is not a safe integer.`,
        'Use a bigint for an integer, or double(value) of functions(eb) for a float.',
      )
    }
    return parenthesized(String(value))
  }
  return doubleLiteral(value)
}

/** Writes a 64-bit float, with a point even where its value is a whole number: `5` would be an integer. */
function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) return `cast('${value}' as double)`
  if (Object.is(value, -0)) return '(-0.0)'
  const text = String(value)
  return parenthesized(/[.e]/.test(text) ? text : `${text}.0`)
}

function integerLiteral(value: bigint): string {
  if (value < minInt64 || value > maxUint64) {
    throw invalidArgument(`${value} does not fit into 64 bits: the engine would round it to a float.`)
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
  const type = typeof name === 'string' && name !== '' ? name : 'object'
  throw invalidArgument(`A value of type ${type} cannot be written as an SQL literal.`)
}

/** The engine's literal has nanoseconds: all nine digits count. */
function timestampLiteral(instant: Timestamp): string {
  return `timestamp '${instant}'`
}

function binaryLiteral(bytes: Uint8Array): string {
  return `x'${toHex(bytes)}'`
}

function isInstantLike(value: object): value is InstantLike {
  return 'epochNanoseconds' in value && typeof value.epochNanoseconds === 'bigint'
}

/** Writes a value in the form that compares exactly with a column of this type. */
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

/** The engine compares only times of the same unit. */
function timeLiteral(nanoseconds: bigint, unit: TimeUnit): string {
  const perUnit = nanosecondsPerUnit[unit]
  if (nanoseconds % perUnit !== 0n) {
    throw invalidArgument(`${nanoseconds} ns is not a whole number of ${unit}s, the unit of the column.`)
  }
  const integer = `arrow_cast(${integerLiteral(nanoseconds / perUnit)}, 'Int${timeTypeBits(unit)}')`
  return `arrow_cast(${integer}, '${arrowTypeName({ kind: 'time', unit })}')`
}

function integerOfText(text: string): bigint {
  if (!/^-?\d+$/.test(text)) {
    throw invalidArgument(`${shown(text)} is not an integer.`, "Write decimal digits, such as '42' or '-1'.")
  }
  return BigInt(text)
}

function decimalLiteral(text: string, precision: number, scale: number): string {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text)
  const [, whole = '', fraction = ''] = match ?? []
  const fits = fraction.length <= scale && whole.replace(/^0+/, '').length <= precision - scale
  if (match === null || !fits) {
    throw invalidArgument(`${shown(text)} is not a decimal of ${precision} digits, ${scale} of them after the point.`)
  }
  return `arrow_cast('${text}', 'Decimal${precision > 38 ? 256 : 128}(${precision}, ${scale})')`
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 90))
}

function isInterval(value: unknown): value is Interval {
  return typeof value === 'object' && value !== null && 'months' in value && 'days' in value && 'nanoseconds' in value
}

/** The three parts stay apart: none is converted into another. */
function intervalLiteral({ months, days, nanoseconds }: Interval): string {
  if (!Number.isSafeInteger(months) || !Number.isSafeInteger(days) || typeof nanoseconds !== 'bigint') {
    throw invalidArgument('An interval must have whole months and days, and nanoseconds as a bigint.')
  }
  return `interval '${months} months ${days} days ${nanoseconds} nanoseconds'`
}

function listLiteral(values: readonly unknown[], item: NestedType): string {
  return `arrow_cast([${values.map((value) => literal(value, item.type)).join(', ')}], 'List(${arrowTypeName(item.type)})')`
}

function structLiteral(value: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, NestedType>>): string {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) {
    const names = Object.keys(fields).join(', ')
    throw invalidArgument(`Unknown field ${JSON.stringify(unknown)} of a struct; its fields: ${names}.`)
  }
  const members = Object.entries(fields).map(([name, { type }]) => {
    if (!Object.hasOwn(value, name)) throw invalidArgument(`The field ${JSON.stringify(name)} of a struct is missing.`)
    return `${textLiteral(name)}, arrow_cast(${literal(value[name], type)}, '${arrowTypeName(type)}')`
  })
  return `named_struct(${members.join(', ')})`
}

function mapLiteral(value: ReadonlyMap<unknown, unknown>, key: NestedType, item: NestedType): string {
  const keys = listLiteral([...value.keys()], key)
  const values = listLiteral([...value.values()], item)
  return `map(${keys}, ${values})`
}

/** The service's own parser makes the same bytes of the same JSON. */
function jsonbLiteral(value: unknown): string {
  return `jsonb_parse(${textLiteral(jsonText(value))})`
}

/** Writes JSON text with all digits of 64-bit integers, which `JSON.stringify` refuses. */
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
  throw invalidArgument(`A value of type ${typeof value} is not JSON.`)
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
