import { type ExpressionWrapper, type RawBuilder, sql } from 'kysely'
import { invalidArgument } from '../../errors.js'
import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, ArgumentType } from './arguments.js'
import { call } from './call.js'

type IntervalUnit =
  | 'nanosecond'
  | 'microsecond'
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'year'

/** A length of time as the engine writes it, such as `'1 minute'` or `'15 minutes'`. */
export type IntervalText = `${number} ${IntervalUnit}` | `${number} ${IntervalUnit}s`

/** Units that an instant can be truncated to. */
export type TruncationUnit =
  | 'year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'

const intervalText = /^\d+ (?:nanosecond|microsecond|millisecond|second|minute|hour|day|week|month|year)s?$/

/** Writes an interval as a constant. @throws `invalid_argument` for any other text */
function interval(text: IntervalText): RawBuilder<unknown> {
  if (!intervalText.test(text)) {
    throw invalidArgument(
      `${JSON.stringify(text)} is not an interval.`,
      "Write a whole number and a unit, such as '1 minute' or '15 minutes'.",
    )
  }
  return sql`interval ${sql.val(text)}`
}

/** Functions over instants. */
export interface TimeFunctions<DB, TB extends keyof DB> {
  /**
   * Returns the begin of the bin of width `width` that contains an instant. Bins are counted from `origin`, by default the
   * begin of 1970.
   *
   * ```sql
   * date_bin(interval '1 minute', "time")
   * ```
   *
   * @throws `invalid_argument` for a width that is not an interval, and for an origin that is not an instant
   */
  dateBin<A extends Argument<DB, TB, TypesOf<DB>['timestamp']>>(
    width: IntervalText,
    time: A,
    origin?: InstantInput,
  ): ExpressionWrapper<DB, TB, ArgumentType<DB, TB, A>>

  /**
   * Truncates an instant to a unit.
   *
   * ```sql
   * date_trunc('hour', "time")
   * ```
   */
  dateTrunc<A extends Argument<DB, TB, TypesOf<DB>['timestamp']>>(
    unit: TruncationUnit,
    time: A,
  ): ExpressionWrapper<DB, TB, ArgumentType<DB, TB, A>>

  /** Returns when the service began to run the query. */
  now(): ExpressionWrapper<DB, TB, TypesOf<DB>['timestamp']>
}

export const timeFunctions: TimeFunctions<any, any> = {
  dateBin(width, time, origin) {
    const bounds = origin === undefined ? [] : [sql.val(Timestamp.from(origin))]
    return call('date_bin', interval(width), time, ...bounds)
  },
  dateTrunc: (unit, time) => call('date_trunc', sql.val(unit), time),
  now: () => call('now'),
}
