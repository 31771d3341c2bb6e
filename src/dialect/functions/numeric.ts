import { type ExpressionWrapper, type RawBuilder, sql } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument } from './arguments.js'
import { double } from './family.js'
import { HistogramFunctions } from './histogram.js'

/** A number: a column, an expression, or a constant. */
type Numeric<DB, TB extends keyof DB> = Argument<DB, TB, number | TypesOf<DB>['int64']> | number

/** Names of colour scales. */
export type ColorScale = 'viridis' | 'magma' | 'plasma' | 'inferno' | 'cividis' | 'turbo'

/** Interpolation and colours. */
export class NumericFunctions<DB, TB extends keyof DB> extends HistogramFunctions<DB, TB> {
  /** A constant that the engine takes for a 64-bit float: `f.double(2)` makes a division one of floats. */
  double(value: number): RawBuilder<number> {
    return double(value)
  }

  /** The value between `a` and `b` at `t`, which is 0 at `a` and 1 at `b`. */
  lerp(a: Numeric<DB, TB>, b: Numeric<DB, TB>, t: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null> {
    return this.call('lerp', this.#number(a), this.#number(b), this.#number(t))
  }

  /** Where `x` lies between `a` and `b`: 0 at `a`, 1 at `b`. */
  unlerp(a: Numeric<DB, TB>, b: Numeric<DB, TB>, x: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null> {
    return this.call('unlerp', this.#number(a), this.#number(b), this.#number(x))
  }

  /** The centre of the bin of width `width` that a value is in. */
  binCenter(value: Numeric<DB, TB>, width: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null> {
    return this.call('bin_center', this.#number(value), this.#number(width))
  }

  /** A colour of four parts from 0 to 1. */
  rgba(
    red: Numeric<DB, TB>,
    green: Numeric<DB, TB>,
    blue: Numeric<DB, TB>,
    alpha: Numeric<DB, TB>,
  ): ExpressionWrapper<DB, TB, number> {
    return this.call('rgba', this.#number(red), this.#number(green), this.#number(blue), this.#number(alpha))
  }

  /** The colour between two at `t`, which is 0 at the first and 1 at the second. */
  lerpColor(
    a: Argument<DB, TB, number>,
    b: Argument<DB, TB, number>,
    t: Numeric<DB, TB>,
  ): ExpressionWrapper<DB, TB, number> {
    return this.call('lerp_color', a, b, this.#number(t))
  }

  /** The colour of a scale at `t`, from 0 to 1. */
  colorScale(scale: ColorScale, t: Numeric<DB, TB>, alpha: Numeric<DB, TB> = 1): ExpressionWrapper<DB, TB, number> {
    return this.call('color_scale', sql.val(scale), this.#number(t), this.#number(alpha))
  }

  #number(value: Numeric<DB, TB>): unknown {
    return typeof value === 'number' ? double(value) : value
  }
}
