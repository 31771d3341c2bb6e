import type { AggregateFunctionBuilder, ExpressionWrapper } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument, NullOf } from './arguments.js'
import { aggregate, call } from './call.js'

/** Functions over HyperLogLog sketches, which count distinct values in little memory. */
export interface SketchFunctions<DB, TB extends keyof DB> {
  /** Makes a sketch of values of any type, for `mergeHll` and `hllCardinality`. */
  makeHll(value: Argument<DB, TB, unknown>): AggregateFunctionBuilder<DB, TB, Uint8Array>

  /** Merges sketches into one. */
  mergeHll(sketch: Argument<DB, TB, Uint8Array>): AggregateFunctionBuilder<DB, TB, Uint8Array>

  /** Returns the estimated number of distinct values of a sketch. */
  hllCardinality<A extends Argument<DB, TB, Uint8Array>>(
    sketch: A,
  ): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | NullOf<DB, TB, A>>
}

export const sketchFunctions: SketchFunctions<any, any> = {
  makeHll: (value) => aggregate('make_hll', value),
  mergeHll: (sketch) => aggregate('merge_hll', sketch),
  hllCardinality: (sketch) => call('hll_cardinality', sketch),
}
