import { MicromegasError } from '../errors.js'

/**
 * Anything that knows its nanoseconds since 1970-01-01T00:00:00Z: a {@link Timestamp}, a `Temporal.Instant`.
 * Structural, because TypeScript 5.9 and Node 24 know no global `Temporal`.
 */
export interface InstantLike {
  readonly epochNanoseconds: bigint
}

/** What can stand for an instant where one is asked for: text is RFC 3339 with an offset, a bigint is epoch nanoseconds. */
export type InstantInput = Date | InstantLike | string | bigint

const nanosecondsPerMillisecond = 1_000_000n
const minimum = -(2n ** 63n)
const maximum = 2n ** 63n - 1n

/**
 * RFC 3339: date, `T` (or `t`, or a blank), time, up to nine digits of a second, and an offset, which is compulsory.
 * Groups: 1 year, 2 month, 3 day, 4 hour, 5 minute, 6 second, 7 fraction, 8 `Z`, 9 sign, 10 offset hours, 11 offset minutes.
 */
const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/

/**
 * An instant, exact to the nanosecond: the range of an Arrow `Timestamp(ns)`, 1677-09-21T00:12:43.145224192Z to
 * 2262-04-11T23:47:16.854775807Z. An immutable value with the member names of `Temporal.Instant` that matter. It compares
 * with `<` and `>`, and prints as RFC 3339.
 *
 * @example
 * ```ts
 * const noon = Timestamp.from('2026-11-23T12:00:00.000000001Z')
 * noon.epochNanoseconds // 1795435200000000001n
 * ```
 */
export class Timestamp implements InstantLike {
  /**
   * Nanoseconds since 1970-01-01T00:00:00Z. The whole state of the value, and its one own property, so that deep
   * equality and structured clones see it.
   */
  readonly epochNanoseconds: bigint

  private constructor(epochNanoseconds: bigint) {
    this.epochNanoseconds = epochNanoseconds
  }

  /**
   * The instant that a value stands for.
   *
   * @throws `invalid_argument` for an invalid `Date`, for text that is not RFC 3339 with an offset or has more than nine
   * digits of a second, and for an instant outside of the range.
   */
  static from(input: InstantInput): Timestamp {
    if (input instanceof Timestamp) return input
    if (typeof input === 'bigint') return Timestamp.fromEpochNanoseconds(input)
    if (typeof input === 'string') return Timestamp.fromEpochNanoseconds(parse(input))
    if (input instanceof Date) {
      const milliseconds = input.getTime()
      if (Number.isNaN(milliseconds)) throw new MicromegasError('invalid_argument', 'An invalid Date is no instant.')
      return Timestamp.fromEpochNanoseconds(BigInt(milliseconds) * nanosecondsPerMillisecond)
    }
    if (typeof input === 'object' && input !== null && typeof input.epochNanoseconds === 'bigint') {
      return Timestamp.fromEpochNanoseconds(input.epochNanoseconds)
    }
    throw new MicromegasError(
      'invalid_argument',
      `A value of type ${input === null ? 'null' : typeof input} is no instant: give a Date, a Timestamp, RFC 3339 text, or epoch nanoseconds as a bigint.`,
    )
  }

  /**
   * @param epochNanoseconds nanoseconds since 1970-01-01T00:00:00Z
   * @throws `invalid_argument` for an instant outside of the range
   */
  static fromEpochNanoseconds(epochNanoseconds: bigint): Timestamp {
    if (epochNanoseconds < minimum || epochNanoseconds > maximum) {
      throw new MicromegasError(
        'invalid_argument',
        `${epochNanoseconds} ns is outside of the range of timestamps, 1677-09-21 to 2262-04-11.`,
      )
    }
    return new Timestamp(epochNanoseconds)
  }

  /** Negative, zero or positive, as `Array.prototype.sort` wants it. */
  static compare(a: InstantLike, b: InstantLike): -1 | 0 | 1 {
    return a.epochNanoseconds < b.epochNanoseconds ? -1 : a.epochNanoseconds > b.epochNanoseconds ? 1 : 0
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, rounded towards the past. */
  get epochMilliseconds(): number {
    return Number(floorDivide(this.epochNanoseconds, nanosecondsPerMillisecond))
  }

  equals(other: InstantLike): boolean {
    return this.epochNanoseconds === other.epochNanoseconds
  }

  /** A `Date`: milliseconds, rounded towards the past. The six digits below are lost. */
  toDate(): Date {
    return new Date(this.epochMilliseconds)
  }

  /**
   * A `Temporal.Instant`, exact.
   *
   * @throws `unsupported` where the runtime has no `Temporal`
   */
  toInstant(): InstantLike {
    return temporal().fromEpochNanoseconds(this.epochNanoseconds)
  }

  /** RFC 3339 in UTC with the fewest digits of a second that lose nothing, as `Temporal.Instant` prints itself. */
  toString(): string {
    return formatEpochNanoseconds(this.epochNanoseconds)
  }

  toJSON(): string {
    return this.toString()
  }

  /** Makes `<` and `>` compare exactly. */
  valueOf(): bigint {
    return this.epochNanoseconds
  }

  /** What `console.log` and `console.table` print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** RFC 3339 text in UTC of epoch nanoseconds, with the fewest digits of a second that lose nothing. */
export function formatEpochNanoseconds(epochNanoseconds: bigint): string {
  const milliseconds = floorDivide(epochNanoseconds, nanosecondsPerMillisecond)
  const belowMillisecond = Number(epochNanoseconds - milliseconds * nanosecondsPerMillisecond)
  const text = new Date(Number(milliseconds)).toISOString()
  if (belowMillisecond !== 0) {
    return `${text.slice(0, -1)}${String(belowMillisecond).padStart(6, '0').replace(/0+$/, '')}Z`
  }
  return text.replace(/\.?0*Z$/, 'Z')
}

interface TemporalInstantStatic {
  fromEpochNanoseconds(epochNanoseconds: bigint): InstantLike
}

/**
 * The runtime's `Temporal.Instant`.
 *
 * @throws `unsupported` where the runtime has no `Temporal`
 */
export function temporal(): TemporalInstantStatic {
  const { Temporal } = globalThis as { Temporal?: { Instant?: TemporalInstantStatic } }
  if (Temporal?.Instant === undefined) {
    throw new MicromegasError(
      'unsupported',
      'This runtime has no Temporal. Use the Timestamp as it is, or the option timestamp: "string".',
    )
  }
  return Temporal.Instant
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient
}

function parse(text: string): bigint {
  const match = rfc3339.exec(text)
  if (match === null) {
    throw new MicromegasError(
      'invalid_argument',
      `${JSON.stringify(text.slice(0, 64))} is no RFC 3339 time with an offset, such as 2026-11-23T12:00:00Z or 2026-11-23T13:00:00.5+01:00.`,
    )
  }
  const [, year, month, day, hour, minute, second, fraction = '', , sign, offsetHour = '0', offsetMinute = '0'] = match
  const utc = new Date(0)
  // Date.UTC reads years below 100 as 19xx.
  utc.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  utc.setUTCHours(Number(hour), Number(minute), Number(second))
  const isOnCalendar =
    utc.getUTCMonth() === Number(month) - 1 &&
    utc.getUTCDate() === Number(day) &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    // Arrow's time scale has no leap seconds.
    Number(second) <= 59 &&
    Number(offsetHour) <= 23 &&
    Number(offsetMinute) <= 59
  if (!isOnCalendar) {
    throw new MicromegasError('invalid_argument', `${JSON.stringify(text)} is no time of the calendar.`)
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000)
  return BigInt(utc.getTime() - offset) * nanosecondsPerMillisecond + BigInt(fraction.padEnd(9, '0'))
}
