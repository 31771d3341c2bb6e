import type { ExpressionBuilder } from 'kysely'
import { type AdminFunctions, adminFunctions } from './admin.js'
import { type AggregateFunctions, aggregateFunctions } from './aggregate.js'
import { type HistogramFunctions, histogramFunctions } from './histogram.js'
import { type JsonbFunctions, jsonbFunctions } from './jsonb.js'
import { type NumericFunctions, numericFunctions } from './numeric.js'
import { type PropertyFunctions, propertyFunctions } from './properties.js'
import { type SketchFunctions, sketchFunctions } from './sketch.js'
import { type TextFunctions, textFunctions } from './text.js'
import { type TimeFunctions, timeFunctions } from './time.js'

/** Typed helpers for the functions of the service and of its engine. Made by {@link functions}. */
export interface Functions<DB, TB extends keyof DB>
  extends PropertyFunctions<DB, TB>,
    JsonbFunctions<DB, TB>,
    HistogramFunctions<DB, TB>,
    SketchFunctions<DB, TB>,
    NumericFunctions<DB, TB>,
    TimeFunctions<DB, TB>,
    AggregateFunctions<DB, TB>,
    TextFunctions<DB, TB>,
    AdminFunctions<DB, TB> {}

const all: Functions<any, any> = Object.freeze({
  ...propertyFunctions,
  ...jsonbFunctions,
  ...histogramFunctions,
  ...sketchFunctions,
  ...numericFunctions,
  ...timeFunctions,
  ...aggregateFunctions,
  ...textFunctions,
  ...adminFunctions,
})

/**
 * Returns typed helpers for the functions of the service and of its engine: a misspelled column, or one of the wrong type,
 * does not compile, and results have the engine's types under the handle's options.
 *
 * ```ts
 * db.selectFrom('log_entries').select((eb) => {
 *   const f = functions(eb)
 *   return [f.dateBin('1 minute', 'time').as('minute'), f.countStar().as('entries')]
 * })
 * ```
 *
 * @param _eb tells the types which columns there are; the helpers themselves are the same for every query
 */
export function functions<DB, TB extends keyof DB>(_eb: ExpressionBuilder<DB, TB>): Functions<DB, TB> {
  return all
}
