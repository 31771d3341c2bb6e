import { type ExpressionWrapper, type RawBuilder, sql } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import type { Argument } from './arguments.js'
import { call } from './call.js'
import { double } from './constants.js'

/** A number: a column, an expression, or a constant. */
type Numeric<DB, TB extends keyof DB> = Argument<DB, TB, number | TypesOf<DB>['int64']> | number

/** Names of colour scales. */
export type ColorScale = 'viridis' | 'magma' | 'plasma' | 'inferno' | 'cividis' | 'turbo'

/** Interpolation and colours. */
export interface NumericFunctions<DB, TB extends keyof DB> {
  /** Writes a constant that the engine takes for a 64-bit float: `f.double(2)` makes a division one of floats. */
  double(value: number): RawBuilder<number>

  /** Returns the value between `a` and `b` at `t`: `a` at 0, `b` at 1. */
  lerp(a: Numeric<DB, TB>, b: Numeric<DB, TB>, t: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null>

  /** Returns where `x` lies between `a` and `b`: 0 at `a`, 1 at `b`. */
  unlerp(a: Numeric<DB, TB>, b: Numeric<DB, TB>, x: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null>

  /** Returns the centre of the bin of width `width` that contains a value. */
  binCenter(value: Numeric<DB, TB>, width: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number | null>

  /** Returns the colour of four parts from 0 to 1. */
  rgba(
    red: Numeric<DB, TB>,
    green: Numeric<DB, TB>,
    blue: Numeric<DB, TB>,
    alpha: Numeric<DB, TB>,
  ): ExpressionWrapper<DB, TB, number>

  /** Returns the colour between `a` and `b` at `t`: `a` at 0, `b` at 1. */
  lerpColor(
    a: Argument<DB, TB, number>,
    b: Argument<DB, TB, number>,
    t: Numeric<DB, TB>,
  ): ExpressionWrapper<DB, TB, number>

  /** Returns the colour of a scale at `t`, from 0 to 1. */
  colorScale(scale: ColorScale, t: Numeric<DB, TB>, alpha?: Numeric<DB, TB>): ExpressionWrapper<DB, TB, number>
}

const float = (value: unknown) => (typeof value === 'number' ? double(value) : value)

export const numericFunctions: NumericFunctions<any, any> = {
  double,
  lerp: (a, b, t) => call('lerp', float(a), float(b), float(t)),
  unlerp: (a, b, x) => call('unlerp', float(a), float(b), float(x)),
  binCenter: (value, width) => call('bin_center', float(value), float(width)),
  rgba: (red, green, blue, alpha) => call('rgba', float(red), float(green), float(blue), float(alpha)),
  lerpColor: (a, b, t) => call('lerp_color', a, b, float(t)),
  colorScale: (scale, t, alpha = 1) => call('color_scale', sql.val(scale), float(t), float(alpha)),
}
