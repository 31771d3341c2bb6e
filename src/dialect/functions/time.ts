import { type ExpressionWrapper, type RawBuilder, sql } from 'kysely'
import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, ArgumentType } from './arguments.js'
import { refuse } from './family.js'
import { NumericFunctions } from './numeric.js'

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

/** Units that an instant can be cut to. */
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

/** An interval as a constant. @throws `invalid_argument` for text that is none */
function interval(text: IntervalText): RawBuilder<unknown> {
  if (!intervalText.test(text))
    throw refuse(`${JSON.stringify(text)} is no interval, such as '1 minute' or '15 minutes'.`)
  return sql`interval ${sql.val(text)}`
}

/** Functions over instants. */
export class TimeFunctions<DB, TB extends keyof DB> extends NumericFunctions<DB, TB> {
  /**
   * The begin of the bin of width `width` that an instant is in. Bins are counted from `origin`, 1970 unless given.
   *
   * `date_bin(interval '1 minute', "time")`
   */
  dateBin<A extends Argument<DB, TB, TypesOf<DB>['timestamp']>>(
    width: IntervalText,
    time: A,
    origin?: InstantInput,
  ): ExpressionWrapper<DB, TB, ArgumentType<DB, TB, A>> {
    const bounds = origin === undefined ? [] : [sql.val(Timestamp.from(origin))]
    return this.call('date_bin', interval(width), time, ...bounds)
  }

  /** An instant, cut to a unit. `date_trunc('hour', "time")` */
  dateTrunc<A extends Argument<DB, TB, TypesOf<DB>['timestamp']>>(
    unit: TruncationUnit,
    time: A,
  ): ExpressionWrapper<DB, TB, ArgumentType<DB, TB, A>> {
    return this.call('date_trunc', sql.val(unit), time)
  }

  /** When the service ran the query. */
  now(): ExpressionWrapper<DB, TB, TypesOf<DB>['timestamp']> {
    return this.call('now')
  }
}
