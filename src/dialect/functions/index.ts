import type { ExpressionBuilder } from 'kysely'
import { AdminFunctions } from './admin.js'

/** Typed helpers for the functions of the service and of its engine. */
export class Functions<DB, TB extends keyof DB> extends AdminFunctions<DB, TB> {}

/**
 * Typed helpers for the functions of the service and of its engine: a misspelled column, or one of the wrong type, does not
 * compile, and results have the engine's types under the handle's options.
 *
 * ```ts
 * db.selectFrom('log_entries').select((eb) => {
 *   const f = functions(eb)
 *   return [f.dateBin('1 minute', 'time').as('minute'), f.countStar().as('entries')]
 * })
 * ```
 */
export function functions<DB, TB extends keyof DB>(eb: ExpressionBuilder<DB, TB>): Functions<DB, TB> {
  return new Functions(eb)
}
