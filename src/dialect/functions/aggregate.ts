import { type AggregateFunctionBuilder, sql } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument, ArgumentType, Computed } from './arguments.js'
import { ratio } from './family.js'
import { TimeFunctions } from './time.js'

/**
 * Aggregates with the engine's own result types. All but counts are null over no rows at all; within a group there always
 * is one.
 */
export class AggregateFunctions<DB, TB extends keyof DB> extends TimeFunctions<DB, TB> {
  /** The number of rows. `count(*)` */
  countStar(): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']> {
    return this.aggregate('count', sql`*`)
  }

  /** The number of values that are not null; `.distinct()` counts different ones. */
  count(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']> {
    return this.aggregate('count', value)
  }

  /** The sum of a float column. */
  sumFloat(value: Argument<DB, TB, number>): AggregateFunctionBuilder<DB, TB, number | null> {
    return this.aggregate('sum', value)
  }

  /** The sum of an integer column: 64 bits. A sum beyond them wraps around, as the engine does it. */
  sumInteger(
    value: Argument<DB, TB, number | TypesOf<DB>['int64']>,
  ): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64'] | null> {
    return this.aggregate('sum', value)
  }

  avg(value: Argument<DB, TB, number | TypesOf<DB>['int64']>): AggregateFunctionBuilder<DB, TB, number | null> {
    return this.aggregate('avg', value)
  }

  min<A extends Argument<DB, TB, unknown>>(value: A): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A> | null> {
    return this.aggregate('min', value)
  }

  max<A extends Argument<DB, TB, unknown>>(value: A): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A> | null> {
    return this.aggregate('max', value)
  }

  /** The value below which a share of the values lies, estimated. @param share from 0 to 1 */
  approxPercentileCont<A extends Argument<DB, TB, number | TypesOf<DB>['int64']>>(
    value: A,
    share: number,
  ): AggregateFunctionBuilder<DB, TB, Computed<ArgumentType<DB, TB, A>> | null> {
    return this.aggregate('approx_percentile_cont', value, ratio('approxPercentileCont: the share', share))
  }

  /** The estimated number of different values. */
  approxDistinct(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, TypesOf<DB>['int64']> {
    return this.aggregate('approx_distinct', value)
  }

  median<A extends Argument<DB, TB, number | TypesOf<DB>['int64']>>(
    value: A,
  ): AggregateFunctionBuilder<DB, TB, Computed<ArgumentType<DB, TB, A>> | null> {
    return this.aggregate('median', value)
  }

  /** The standard deviation of a sample. */
  stddev(value: Argument<DB, TB, number | TypesOf<DB>['int64']>): AggregateFunctionBuilder<DB, TB, number | null> {
    return this.aggregate('stddev', value)
  }

  /** The values as a list. */
  arrayAgg<A extends Argument<DB, TB, unknown>>(
    value: A,
  ): AggregateFunctionBuilder<DB, TB, ArgumentType<DB, TB, A>[] | null> {
    return this.aggregate('array_agg', value)
  }

  /** Texts, one after the other. */
  stringAgg(value: Argument<DB, TB, string>, separator: string): AggregateFunctionBuilder<DB, TB, string | null> {
    return this.aggregate('string_agg', value, sql.val(separator))
  }
}
