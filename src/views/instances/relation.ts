import { expressionBuilder, type RawBuilder, sql } from 'kysely'
import type { InstanceKey, InstancesKey, TableFunctionKey } from '../names.js'

/**
 * One instance of view set `V` under alias `A`. Opaque: its type is the text by which Kysely finds the row type on the
 * handle it is used on, and its value is an aliased expression.
 */
export type ViewInstance<V extends string, A extends string = V> = `${InstanceKey<V>} as ${A}`

/** Several instances of view set `V` as one relation under alias `A`. Opaque, as {@link ViewInstance}. */
export type ViewInstances<V extends string, A extends string = V> = `${InstancesKey<V>} as ${A}`

/** The result of table function `F` under alias `A`. Opaque, as {@link ViewInstance}. */
export type TableFunctionRelation<F extends string, A extends string = F> = `${TableFunctionKey<F>} as ${A}`

/** An argument of a table function that is written as a literal. */
export type LiteralArgument = string | number

/**
 * Calls a table function under an alias, which joins need: two calls without one would clash. Literal arguments are value
 * nodes, which pass through the one literal writer.
 */
export function callTableFunction(
  name: string,
  args: readonly (LiteralArgument | RawBuilder<unknown>)[],
  alias: string,
): unknown {
  const nodes = args.map((argument) => (typeof argument === 'object' ? argument : sql.val(argument)))
  return expressionBuilder<any, any>().fn(name, nodes).as(alias)
}
