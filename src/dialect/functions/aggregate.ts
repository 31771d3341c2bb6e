import { type AggregateFunctionBuilder, sql } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument, ArgumentType, Computed } from './arguments.js'
import { aggregate } from './call.js'
import { share } from './constants.js'

/** A number of any width under the handle's options. */
type NumberOf<DB> = number | TypesOf<DB>['int64']

/**
 * Aggregates with the engine's own result types. Over no rows, all but counts are null; a group has at least one row.
 */
export interface AggregateFunctions<DB, TB extends keyof DB> {
  /** Counts rows: `count(*)`. */
  countStar(): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']>

  /** Counts values that are not null; `.distinct()` counts different ones. */
  count(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']>

  /** Adds up a float column. */
  sumFloat(value: Argument<DB, TB, number>): AggregateFunctionBuilder<DB, TB, number | null>

  /** Adds up an integer column, in 64 bits. The engine wraps around beyond them. */
  sumInteger(value: Argument<DB, TB, NumberOf<DB>>): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64'] | null>

  /** Returns the mean. */
  avg(value: Argument<DB, TB, NumberOf<DB>>): AggregateFunctionBuilder<DB, TB, number | null>

  /** Returns the smallest value. */
  min<A extends Argument<DB, TB, unknown>>(value: A): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A> | null>

  /** Returns the largest value. */
  max<A extends Argument<DB, TB, unknown>>(value: A): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A> | null>

  /**
   * Returns the value below which a share of the values lies, estimated.
   *
   * @param share from 0 to 1
   * @throws `invalid_argument` for a share outside of that
   */
  approxPercentileCont<A extends Argument<DB, TB, NumberOf<DB>>>(
    value: A,
    share: number,
  ): AggregateFunctionBuilder<DB, TB, Computed<ArgumentType<DB, TB, A>> | null>

  /** Estimates the number of different values. */
  approxDistinct(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']>

  /** Returns the value in the middle. */
  median<A extends Argument<DB, TB, NumberOf<DB>>>(
    value: A,
  ): AggregateFunctionBuilder<DB, TB, Computed<ArgumentType<DB, TB, A>> | null>

  /** Returns the standard deviation of a sample. */
  stddev(value: Argument<DB, TB, NumberOf<DB>>): AggregateFunctionBuilder<DB, TB, number | null>

  /** Returns the values as a list. */
  arrayAgg<A extends Argument<DB, TB, unknown>>(
    value: A,
  ): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A>[] | null>

  /** Joins texts with a separator. */
  stringAgg(value: Argument<DB, TB, string>, separator: string): AggregateFunctionBuilder<DB, TB, string | null>
}

export const aggregateFunctions: AggregateFunctions<any, any> = {
  countStar: () => aggregate('count', sql`*`),
  count: (value) => aggregate('count', value),
  sumFloat: (value) => aggregate('sum', value),
  sumInteger: (value) => aggregate('sum', value),
  avg: (value) => aggregate('avg', value),
  min: (value) => aggregate('min', value),
  max: (value) => aggregate('max', value),
  approxPercentileCont: (value, percentile) =>
    aggregate('approx_percentile_cont', value, share('approxPercentileCont: the share', percentile)),
  approxDistinct: (value) => aggregate('approx_distinct', value),
  median: (value) => aggregate('median', value),
  stddev: (value) => aggregate('stddev', value),
  arrayAgg: (value) => aggregate('array_agg', value),
  stringAgg: (value, separator) => aggregate('string_agg', value, sql.val(separator)),
}
