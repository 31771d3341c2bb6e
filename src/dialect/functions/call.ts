import { type AggregateFunctionBuilder, type Expression, type ExpressionWrapper, expressionBuilder, sql } from 'kysely'

const { fn, ref } = expressionBuilder<any, any>()

/** Calls a scalar function. Arguments that are text are columns; the name is a constant, never a caller's text. */
export function call<T>(name: string, ...args: readonly unknown[]): ExpressionWrapper<any, any, T> {
  return fn<T>(name, args as never)
}

/** Calls an aggregate function, whose result can be filtered, made distinct, ordered and windowed. */
export function aggregate<T>(name: string, ...args: readonly unknown[]): AggregateFunctionBuilder<any, any, T> {
  return fn.agg<T>(name, args as never)
}

/** Makes an argument `Utf8`, which the service insists on in places: columns are, results of functions may be `Utf8View`. */
export function utf8(argument: unknown): Expression<unknown> {
  return typeof argument === 'string' ? ref(argument) : call('arrow_cast', argument, sql.val('Utf8'))
}
