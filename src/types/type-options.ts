import { checkOneOf, refuseUnknownOptions, type SupportedOptions } from './options.js'
import { temporalInstants } from './temporal.js'
import type { InstantLike, Timestamp } from './timestamp.js'

/** How 64-bit integers (Arrow Int64 and UInt64) arrive, and how conditions take them. */
export type Int64Option = 'bigint' | 'number' | 'string'

/** How timestamps arrive, and how conditions take them. */
export type TimestampOption = 'timestamp' | 'date' | 'temporal' | 'string'

/**
 * Which TypeScript values stand for Arrow types without an exact primitive in JavaScript. The options of a handle decide
 * both the types of rows at compile time and the values that arrive.
 */
export interface TypeOptions {
  /**
   * - `'bigint'` (default): exact.
   * - `'number'`: a value beyond ±(2^53 − 1) is a `protocol` error that names the column, never a rounded number.
   * - `'string'`: decimal text, exact.
   */
  readonly int64?: Int64Option
  /**
   * - `'timestamp'` (default): {@link Timestamp}, exact to the nanosecond.
   * - `'date'`: `Date`, which holds **milliseconds only**: the six digits below are dropped (rounded towards the past).
   *   Conditions with a `Date` compare whole milliseconds, so that a value taken from a row still finds its row.
   * - `'temporal'`: `Temporal.Instant`, exact; needs a runtime that has it (Node 26), else creating the handle fails.
   * - `'string'`: RFC 3339 text in UTC with all its digits, exact.
   */
  readonly timestamp?: TimestampOption
}

/** The TypeScript types that {@link TypeOptions} stand for, computed once per handle. */
export interface ResolvedTypes {
  int64: bigint | number | string
  timestamp: Timestamp | Date | InstantLike | string
}

/** The types of {@link ResolvedTypes} under a name, which keeps error texts short and the compiler fast. */
export interface ValueTypes<Int64 extends ResolvedTypes['int64'], Time extends ResolvedTypes['timestamp']> {
  int64: Int64
  timestamp: Time
}

/** What {@link TypeOptions} resolve to by default. */
export type DefaultTypes = ValueTypes<bigint, Timestamp>

interface Int64Forms {
  bigint: bigint
  number: number
  string: string
}

interface TimestampForms {
  timestamp: Timestamp
  date: Date
  temporal: InstantLike
  string: string
}

/** Options to the types they stand for: `Resolve<{ int64: 'number' }>` is `ValueTypes<number, Timestamp>`. */
export type Resolve<O extends TypeOptions> = ValueTypes<
  O['int64'] extends keyof Int64Forms ? Int64Forms[O['int64']] : bigint,
  O['timestamp'] extends keyof TimestampForms ? TimestampForms[O['timestamp']] : Timestamp
>

/** {@link TypeOptions} with every option set. */
export type CompleteTypeOptions = { readonly [K in keyof TypeOptions]-?: NonNullable<TypeOptions[K]> }

export const defaultTypeOptions: CompleteTypeOptions = { int64: 'bigint', timestamp: 'timestamp' }

const supportedTypeOptions: SupportedOptions<TypeOptions> = { int64: true, timestamp: true }

/**
 * Checks type options that a caller has set, and decides the others.
 *
 * @param subject names what they belong to, at the beginning of messages
 * @throws `invalid_argument` for an unknown option or value; `unsupported` for types that this runtime lacks
 */
export function completeTypeOptions(subject: string, types: TypeOptions = {}): CompleteTypeOptions {
  refuseUnknownOptions(subject, types, supportedTypeOptions, 'types')
  checkOneOf(subject, 'types.int64', types.int64, ['bigint', 'number', 'string'])
  checkOneOf(subject, 'types.timestamp', types.timestamp, ['timestamp', 'date', 'temporal', 'string'])
  if (types.timestamp === 'temporal') temporalInstants()
  return { int64: types.int64 ?? defaultTypeOptions.int64, timestamp: types.timestamp ?? defaultTypeOptions.timestamp }
}

/** Carries the resolved options in the database type. A symbol: it survives joins and CTEs, and is not a column name. */
export declare const valueTypes: unique symbol
