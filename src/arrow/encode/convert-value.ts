import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import { expected, InvalidValueError } from './invalid-value.js'

/*
 * Conversions of values to what Arrow stores. Each throws an {@link InvalidValueError} for what its type cannot hold:
 * nothing is cut or guessed.
 */

export function toBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw expected('a boolean', value)
  return value
}

export function toFloat(value: unknown): number {
  if (typeof value !== 'number') throw expected('a number', value)
  return value
}

/** Returns the conversion to integers of fewer than 64 bits. */
export function smallInteger(bits: number, signed: boolean): (value: unknown) => number {
  const minimum = signed ? -(2 ** (bits - 1)) : 0
  const maximum = 2 ** (signed ? bits - 1 : bits) - 1
  return (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
    throw expected(`an integer from ${minimum} to ${maximum}`, value)
  }
}

export function toInt64(value: unknown): bigint {
  const integer = toBigInt(value)
  if (BigInt.asIntN(64, integer) !== integer) throw expected('an integer from -2^63 to 2^63 - 1', value)
  return integer
}

export function toUint64(value: unknown): bigint {
  const integer = toBigInt(value)
  if (BigInt.asUintN(64, integer) !== integer) throw expected('an integer from 0 to 2^64 - 1', value)
  return integer
}

function toBigInt(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw expected('a bigint or a safe integer', value)
}

export function toEpochNanoseconds(value: unknown): bigint {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value
  return Timestamp.from(value as InstantInput).epochNanoseconds
}

const nanosecondsPerDay = 86_400_000_000_000n

export function toTimeOfDay(value: unknown): bigint {
  if (typeof value === 'bigint' && value >= 0n && value < nanosecondsPerDay) return value
  throw expected('a bigint of nanoseconds since midnight', value)
}

/**
 * Returns the conversion to a count of units of `nanoseconds` each. A value between two of them is an error: it would be
 * rounded.
 */
export function inUnits(
  nanoseconds: bigint,
  unit: string,
  toNanoseconds: (value: unknown) => bigint,
): (value: unknown) => bigint {
  if (nanoseconds === 1n) return toNanoseconds
  return (value) => {
    const total = toNanoseconds(value)
    if (total % nanoseconds !== 0n) throw new InvalidValueError(`${total} ns is not a whole number of ${unit}s`)
    return total / nanoseconds
  }
}

const millisecondsPerDay = 86_400_000

/** Returns the days since 1970 of a date as text. */
export function toDays(value: unknown): number {
  const milliseconds =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  // The 31st of April is parsed as the 1st of May.
  const exists = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(value as string)
  if (!exists) throw expected('a calendar date as text, YYYY-MM-DD', value)
  return milliseconds / millisecondsPerDay
}

export function toDateMilliseconds(value: unknown): bigint {
  return BigInt(toDays(value) * millisecondsPerDay)
}

export function toText(value: unknown): string {
  if (typeof value !== 'string') throw expected('text', value)
  if (!value.isWellFormed()) throw new InvalidValueError('the text holds half of a surrogate pair')
  return value
}

export function toBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw expected('a Uint8Array', value)
  return value
}

/** Returns the conversion of decimal text to a count of its last digits. */
export function decimalDigits(precision: number, scale: number): (value: unknown) => bigint {
  const limit = 10n ** BigInt(precision)
  return (value) => {
    const match = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) : null
    if (match === null) throw expected('a decimal as text, such as "12.50"', value)
    const [, sign, whole = '', fraction = ''] = match
    const digits = fraction.replace(/0+$/, '')
    if (digits.length > scale) throw new InvalidValueError(`${value} has more than ${scale} digits after the point`)
    const magnitude = BigInt(whole + digits.padEnd(scale, '0'))
    if (magnitude >= limit) throw new InvalidValueError(`${value} has more than ${precision} digits`)
    return sign === '-' ? -magnitude : magnitude
  }
}
