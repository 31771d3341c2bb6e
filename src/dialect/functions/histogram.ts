import type { AggregateFunctionBuilder, ExpressionWrapper } from 'kysely'
import { invalidArgument } from '../../errors.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, NullOf } from './arguments.js'
import { aggregate, call } from './call.js'
import { finite, positiveInteger, share } from './constants.js'

/** A histogram as it arrives: bins of equal width from `start` to `end`, and the moments of all values. */
export interface Histogram<Int64> {
  readonly start: number
  readonly end: number
  /** The smallest value counted. */
  readonly min: number
  /** The largest value counted. */
  readonly max: number
  readonly sum: number
  /** The sum of the squares. */
  readonly sum_sq: number
  readonly count: Int64
  readonly bins: Int64[]
}

type AnyHistogram = Histogram<number | bigint | string>

/** Functions over histograms. */
export interface HistogramFunctions<DB, TB extends keyof DB> {
  /**
   * Counts values into `bins` bins of equal width from `start` to `end`.
   *
   * @throws `invalid_argument` for bounds that are not finite or not in order, and for anything but a positive whole number
   * of bins
   */
  makeHistogram(
    start: number,
    end: number,
    bins: number,
    value: Argument<DB, TB, number | TypesOf<DB>['int64']>,
  ): AggregateFunctionBuilder<DB, TB, Histogram<TypesOf<DB>['int64']>>

  /** Adds up histograms of the same bins. */
  sumHistograms(
    histogram: Argument<DB, TB, AnyHistogram>,
  ): AggregateFunctionBuilder<DB, TB, Histogram<TypesOf<DB>['int64']>>

  /**
   * Returns the value below which a share of the values lies, estimated within its bin.
   *
   * @param share from 0 to 1
   * @throws `invalid_argument` for a share outside of that
   */
  quantileFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
    share: number,
  ): ExpressionWrapper<DB, TB, number | null>

  /** Returns the variance of the values counted. */
  varianceFromHistogram(histogram: Argument<DB, TB, AnyHistogram>): ExpressionWrapper<DB, TB, number | null>

  /** Returns the sum of the values counted. */
  sumFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
  ): ExpressionWrapper<DB, TB, number | NullOf<DB, TB, A>>

  /** Returns the number of values counted. */
  countFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
  ): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | NullOf<DB, TB, A>>
}

export const histogramFunctions: HistogramFunctions<any, any> = {
  makeHistogram(start, end, bins, value) {
    if (!(start < end)) {
      throw invalidArgument(`makeHistogram: the end must be greater than the start, not ${end} after ${start}.`)
    }
    return aggregate(
      'make_histogram',
      finite('makeHistogram: the start', start),
      finite('makeHistogram: the end', end),
      positiveInteger('makeHistogram: the number of bins', bins),
      value,
    )
  },
  sumHistograms: (histogram) => aggregate('sum_histograms', histogram),
  quantileFromHistogram: (histogram, quantile) =>
    call('quantile_from_histogram', histogram, share('quantileFromHistogram: the share', quantile)),
  varianceFromHistogram: (histogram) => call('variance_from_histogram', histogram),
  sumFromHistogram: (histogram) => call('sum_from_histogram', histogram),
  countFromHistogram: (histogram) => call('count_from_histogram', histogram),
}
