import type { TimeUnit } from '../../types/column-type.js'
import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import { Problem, shown } from './problem.js'

/*
 * What is given for a value as what Arrow stores. Each throws a {@link Problem} for what the type does not have: nothing is
 * rounded, cut or guessed.
 */

export function expected(what: string, value: unknown): Problem {
  return new Problem(`${what} is needed, not ${shown(value)}.`)
}

export function toInteger(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  throw expected('A bigint or a safe integer', value)
}

export function toInt64(value: unknown): bigint {
  const integer = toInteger(value)
  if (BigInt.asIntN(64, integer) !== integer) throw expected('An integer of 64 bits', value)
  return integer
}

export function toFloat(value: unknown): number {
  if (typeof value !== 'number') throw expected('A number', value)
  return value
}

const nanosecondsPer: Readonly<Record<TimeUnit, bigint>> = {
  second: 1_000_000_000n,
  millisecond: 1_000_000n,
  microsecond: 1_000n,
  nanosecond: 1n,
}

export function epochNanoseconds(value: unknown): bigint {
  return Timestamp.from(value as InstantInput).epochNanoseconds
}

export function toTimeOfDay(value: unknown): bigint {
  if (typeof value !== 'bigint' || value < 0n || value >= 86_400_000_000_000n) {
    throw expected('A bigint of nanoseconds since midnight', value)
  }
  return value
}

/** Whole units of a column that counts in them; a part of one is refused rather than lost. */
export function inUnit(unit: TimeUnit, toNanoseconds: (value: unknown) => bigint): (value: unknown) => bigint {
  const divisor = nanosecondsPer[unit]
  if (divisor === 1n) return toNanoseconds
  return (value) => {
    const nanoseconds = toNanoseconds(value)
    if (nanoseconds % divisor !== 0n)
      throw new Problem(`${nanoseconds} ns are no whole ${unit}s, in which the column counts.`)
    return nanoseconds / divisor
  }
}

const dayMilliseconds = 86_400_000

export function toDays(value: unknown): number {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value))
    throw expected('A date as text, YYYY-MM-DD,', value)
  const milliseconds = Date.parse(`${value}T00:00:00Z`)
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== value) {
    throw expected('A date of the calendar', value)
  }
  return milliseconds / dayMilliseconds
}

const utf8 = new TextEncoder()

export function toUtf8(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw expected('Text', value)
  if (!value.isWellFormed()) throw new Problem('The text is no valid Unicode.')
  return utf8.encode(value)
}

export function toBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw expected('A Uint8Array', value)
  return value
}

/** A decimal as a count of its last digits. */
export function scaled(value: unknown, precision: number, scale: number): bigint {
  const match = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) : null
  if (match === null) throw expected('A decimal as text, such as "12.50",', value)
  const [, sign, whole = '', fraction = ''] = match
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > scale) throw new Problem(`${value} has more than ${scale} digits after the point.`)
  const magnitude = BigInt(whole + digits.padEnd(scale, '0'))
  if (magnitude >= 10n ** BigInt(precision)) throw new Problem(`${value} has more than ${precision} digits.`)
  return sign === '-' ? -magnitude : magnitude
}
