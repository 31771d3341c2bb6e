import type { AggregateFunctionBuilder, ExpressionWrapper } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument, NullOf } from './arguments.js'
import { count, finite, ratio, refuse } from './family.js'
import { JsonbFunctions } from './jsonb.js'

/** A histogram as it arrives: bins of equal width from `start` to `end`, and the moments of all values. */
export interface Histogram<Int64> {
  readonly start: number
  readonly end: number
  /** The least value counted. */
  readonly min: number
  /** The greatest value counted. */
  readonly max: number
  readonly sum: number
  /** The sum of the squares. */
  readonly sum_sq: number
  readonly count: Int64
  readonly bins: Int64[]
}

type AnyHistogram = Histogram<number | bigint | string>

/** Histograms, and sketches that count distinct values. */
export class HistogramFunctions<DB, TB extends keyof DB> extends JsonbFunctions<DB, TB> {
  /**
   * Counts values into `bins` bins of equal width from `start` to `end`.
   *
   * @throws `invalid_argument` for ends that are not finite or in the wrong order, and for a number of bins that is none
   */
  makeHistogram(
    start: number,
    end: number,
    bins: number,
    value: Argument<DB, TB, number | TypesOf<DB>['int64']>,
  ): AggregateFunctionBuilder<DB, TB, Histogram<TypesOf<DB>['int64']>> {
    if (!(start < end)) throw refuse('makeHistogram: the end must be greater than the start.')
    return this.aggregate(
      'make_histogram',
      finite('makeHistogram: the start', start),
      finite('makeHistogram: the end', end),
      count('makeHistogram: the number of bins', bins),
      value,
    )
  }

  /** Adds up histograms of the same bins. */
  sumHistograms(
    histogram: Argument<DB, TB, AnyHistogram>,
  ): AggregateFunctionBuilder<DB, TB, Histogram<TypesOf<DB>['int64']>> {
    return this.aggregate('sum_histograms', histogram)
  }

  /** The value below which a share of the values lies, estimated within its bin. @param share from 0 to 1 */
  quantileFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
    share: number,
  ): ExpressionWrapper<DB, TB, number | null> {
    return this.call('quantile_from_histogram', histogram, ratio('quantileFromHistogram: the share', share))
  }

  varianceFromHistogram(histogram: Argument<DB, TB, AnyHistogram>): ExpressionWrapper<DB, TB, number | null> {
    return this.call('variance_from_histogram', histogram)
  }

  sumFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
  ): ExpressionWrapper<DB, TB, number | NullOf<DB, TB, A>> {
    return this.call('sum_from_histogram', histogram)
  }

  countFromHistogram<A extends Argument<DB, TB, AnyHistogram>>(
    histogram: A,
  ): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | NullOf<DB, TB, A>> {
    return this.call('count_from_histogram', histogram)
  }

  /** A sketch that counts distinct values of any type, for `hllCardinality` and `mergeHll`. */
  makeHll(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, Uint8Array> {
    return this.aggregate('make_hll', value)
  }

  /** One sketch of several. */
  mergeHll(sketch: Argument<DB, TB, Uint8Array>): AggregateFunctionBuilder<DB, TB, Uint8Array> {
    return this.aggregate('merge_hll', sketch)
  }

  /** The estimated number of distinct values of a sketch. */
  hllCardinality<A extends Argument<DB, TB, Uint8Array>>(
    sketch: A,
  ): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | NullOf<DB, TB, A>> {
    return this.call('hll_cardinality', sketch)
  }
}
