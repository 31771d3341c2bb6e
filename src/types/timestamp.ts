import { MicromegasError } from '../errors.js'
import { type DurationText, durationNanoseconds } from './duration.js'
import { type RoundingMode, roundToMultiple } from './rounding.js'
import { type InstantLike, temporalInstants } from './temporal.js'

export type { InstantLike }

/** The own properties of a {@link Timestamp}, which are all that `structuredClone` keeps of it. */
export interface TimestampFields {
  readonly epochSeconds: number
  readonly nanosecondsOfSecond: number
}

/**
 * Whatever can be read as an instant: text is RFC 3339 with an offset, a bigint is nanoseconds since 1970-01-01T00:00:00Z,
 * {@link TimestampFields} are a {@link Timestamp} that has been cloned or sent to another thread.
 */
export type InstantInput = Date | InstantLike | TimestampFields | string | bigint

/** Options of {@link Timestamp.round}. */
export interface RoundingOptions {
  /**
   * As in `Temporal`. Instants are rounded as positive numbers are, so that `'expand'` and `'trunc'` mean later and earlier on
   * both sides of 1970. Default: `'halfExpand'`, to the nearest, and to the later of two that are equally near.
   */
  readonly roundingMode?: RoundingMode
}

const nanosecondsPerSecond = 1_000_000_000n
const nanosecondsPerMillisecond = 1_000_000n
const nanosecondsPerDay = 86_400n * nanosecondsPerSecond
/** The range of 64-bit nanoseconds. */
const minimum = -(2n ** 63n)
const maximum = 2n ** 63n - 1n

/**
 * RFC 3339: date, `T` (or `t`, or a blank), time, up to nine digits of a second, and an offset, which is compulsory.
 * Groups: 1 year, 2 month, 3 day, 4 hour, 5 minute, 6 second, 7 fraction, 8 `Z`, 9 sign, 10 offset hours, 11 offset minutes.
 */
const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/

/**
 * Creates a {@link Timestamp} of fields that are known to be valid: for decoders, which create millions.
 *
 * @internal
 */
export let makeTimestamp: (epochSeconds: number, nanosecondsOfSecond: number) => Timestamp

/**
 * An instant, exact to the nanosecond, in the range of an Arrow `Timestamp(ns)`: 1677-09-21T00:12:43.145224192Z to
 * 2262-04-11T23:47:16.854775807Z. An immutable value with the member names of `Temporal.Instant`. It compares with `<` and
 * `>`, prints as RFC 3339, and is told apart from another by deep equality.
 *
 * @example
 * ```ts
 * const noon = Timestamp.from('2026-11-23T12:00:00.000000001Z')
 * noon.epochNanoseconds // 1795435200000000001n
 * String(noon.add('90 minutes').round('1 hour')) // '2026-11-23T14:00:00Z'
 * ```
 */
export class Timestamp implements InstantLike, TimestampFields {
  /** Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past. */
  readonly epochSeconds: number
  /** Nanoseconds since the last whole second: 0 to 999,999,999. */
  readonly nanosecondsOfSecond: number

  // Two small integers make one object in memory; a bigint would be a second one, and rows hold very many.
  private constructor(epochSeconds: number, nanosecondsOfSecond: number) {
    this.epochSeconds = epochSeconds
    this.nanosecondsOfSecond = nanosecondsOfSecond
  }

  static {
    makeTimestamp = (epochSeconds, nanosecondsOfSecond) => new Timestamp(epochSeconds, nanosecondsOfSecond)
  }

  /**
   * Returns the instant that a value stands for.
   *
   * @throws `invalid_argument` for an invalid `Date`, for text that is not RFC 3339 with an offset or has more than nine
   * digits of a second, and for an instant outside of the range
   */
  static from(input: InstantInput): Timestamp {
    if (input instanceof Timestamp) return input
    if (typeof input === 'bigint') return Timestamp.fromEpochNanoseconds(input)
    if (typeof input === 'string') return Timestamp.fromEpochNanoseconds(parse(input))
    if (input instanceof Date) {
      const milliseconds = input.getTime()
      if (Number.isNaN(milliseconds)) {
        throw new MicromegasError('invalid_argument', 'An invalid Date does not stand for an instant.')
      }
      return Timestamp.fromEpochNanoseconds(BigInt(milliseconds) * nanosecondsPerMillisecond)
    }
    if (typeof input === 'object' && input !== null) {
      if ('epochNanoseconds' in input && typeof input.epochNanoseconds === 'bigint') {
        return Timestamp.fromEpochNanoseconds(input.epochNanoseconds)
      }
      if (hasFields(input)) return Timestamp.fromEpochNanoseconds(nanosecondsOf(input))
    }
    throw new MicromegasError(
      'invalid_argument',
      `Expected an instant, got ${input === null ? 'null' : `a value of type ${typeof input}`}.`,
      { help: 'Pass a Date, a Timestamp, RFC 3339 text, or nanoseconds since 1970 as a bigint.' },
    )
  }

  /**
   * Returns the instant that is some nanoseconds after 1970-01-01T00:00:00Z, or before it if they are negative.
   *
   * @throws `invalid_argument` for an instant outside of the range
   */
  static fromEpochNanoseconds(epochNanoseconds: bigint): Timestamp {
    if (epochNanoseconds < minimum || epochNanoseconds > maximum) {
      throw new MicromegasError(
        'invalid_argument',
        `${epochNanoseconds} ns since 1970 is outside of the range of timestamps, 1677-09-21 to 2262-04-11.`,
      )
    }
    const seconds = floorDivide(epochNanoseconds, nanosecondsPerSecond)
    return new Timestamp(Number(seconds), Number(epochNanoseconds - seconds * nanosecondsPerSecond))
  }

  /** Compares two instants, as `Array.prototype.sort` takes it: −1 if `a` is the earlier one, 0 if they are equal, else 1. */
  static compare(a: InstantLike, b: InstantLike): -1 | 0 | 1 {
    return a.epochNanoseconds < b.epochNanoseconds ? -1 : a.epochNanoseconds > b.epochNanoseconds ? 1 : 0
  }

  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  get epochNanoseconds(): bigint {
    return nanosecondsOf(this)
  }

  /** Milliseconds since 1970-01-01T00:00:00Z, rounded towards the past. */
  get epochMilliseconds(): number {
    return this.epochSeconds * 1000 + Math.floor(this.nanosecondsOfSecond / 1_000_000)
  }

  /** Returns whether both are the same instant. */
  equals(other: InstantLike): boolean {
    return this.epochNanoseconds === other.epochNanoseconds
  }

  /**
   * Returns the instant that is later by a duration: text such as `'90 seconds'`, or nanoseconds of either sign.
   *
   * @throws `invalid_argument` for text that is not a duration, and for a result outside of the range
   */
  add(duration: DurationText | bigint): Timestamp {
    return Timestamp.fromEpochNanoseconds(this.epochNanoseconds + durationNanoseconds(duration))
  }

  /**
   * Returns the instant that is earlier by a duration.
   *
   * @throws as {@link add}
   */
  subtract(duration: DurationText | bigint): Timestamp {
    return Timestamp.fromEpochNanoseconds(this.epochNanoseconds - durationNanoseconds(duration))
  }

  /**
   * Returns the nanoseconds from `other` to this instant: positive if `other` is the earlier one.
   *
   * @throws `invalid_argument` for a value that is not an instant
   */
  since(other: InstantInput): bigint {
    return this.epochNanoseconds - Timestamp.from(other).epochNanoseconds
  }

  /**
   * Returns the nanoseconds from this instant to `other`: positive if `other` is the later one.
   *
   * @throws `invalid_argument` for a value that is not an instant
   */
  until(other: InstantInput): bigint {
    return -this.since(other)
  }

  /**
   * Rounds to a multiple of a duration, counted from 1970-01-01T00:00:00Z. It must divide 24 hours evenly, so that the
   * results lie at the same times of every day.
   *
   * @throws `invalid_argument` for a duration that does not divide 24 hours, and for a result outside of the range
   * @example
   * ```ts
   * row.time.round('5 minutes', { roundingMode: 'floor' })
   * ```
   */
  round(to: DurationText | bigint, { roundingMode = 'halfExpand' }: RoundingOptions = {}): Timestamp {
    const increment = durationNanoseconds(to)
    if (increment <= 0n || nanosecondsPerDay % increment !== 0n) {
      throw new MicromegasError('invalid_argument', `Cannot round to ${to}, which does not divide 24 hours evenly.`, {
        help: "Round to a part of a day, such as '1 minute', '15 minutes' or '6 hours'.",
      })
    }
    return Timestamp.fromEpochNanoseconds(roundToMultiple(this.epochNanoseconds, increment, roundingMode))
  }

  /** Returns a `Date`: milliseconds, rounded towards the past. The six digits below are lost. */
  toDate(): Date {
    return new Date(this.epochMilliseconds)
  }

  /**
   * Returns a `Temporal.Instant`, exact.
   *
   * @throws `unsupported` where the runtime has no `Temporal`
   */
  toInstant(): InstantLike {
    return temporalInstants().fromEpochNanoseconds(this.epochNanoseconds)
  }

  /** Returns RFC 3339 text in UTC with the fewest digits of a second that lose nothing, as `Temporal.Instant` prints itself. */
  toString(): string {
    return formatInstant(this.epochSeconds, this.nanosecondsOfSecond)
  }

  /** Returns the text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  /** Returns {@link epochNanoseconds}, so that `<` and `>` compare exactly. */
  valueOf(): bigint {
    return this.epochNanoseconds
  }

  /** Returns what `console.log` and `console.table` print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** Formats the fields of an instant as {@link Timestamp.toString} does. */
export function formatInstant(epochSeconds: number, nanosecondsOfSecond: number): string {
  // All years of the range have four digits: the text ends with `.000Z`.
  const toSecond = new Date(epochSeconds * 1000).toISOString().slice(0, -5)
  if (nanosecondsOfSecond === 0) return `${toSecond}Z`
  return `${toSecond}.${String(nanosecondsOfSecond).padStart(9, '0').replace(/0+$/, '')}Z`
}

function hasFields(value: object): value is TimestampFields {
  const { epochSeconds, nanosecondsOfSecond } = value as Partial<TimestampFields>
  return (
    Number.isSafeInteger(epochSeconds) &&
    Number.isSafeInteger(nanosecondsOfSecond) &&
    (nanosecondsOfSecond as number) >= 0 &&
    (nanosecondsOfSecond as number) < 1_000_000_000
  )
}

function nanosecondsOf({ epochSeconds, nanosecondsOfSecond }: TimestampFields): bigint {
  return BigInt(epochSeconds) * nanosecondsPerSecond + BigInt(nanosecondsOfSecond)
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
      `${JSON.stringify(text.slice(0, 64))} is not an RFC 3339 time with an offset.`,
      { help: 'Write a time such as 2026-11-23T12:00:00Z or 2026-11-23T13:00:00.5+01:00.' },
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
    throw new MicromegasError(
      'invalid_argument',
      `${JSON.stringify(text)} names a date, a time of day or an offset that does not exist.`,
    )
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000)
  return BigInt(utc.getTime() - offset) * nanosecondsPerMillisecond + BigInt(fraction.padEnd(9, '0'))
}
