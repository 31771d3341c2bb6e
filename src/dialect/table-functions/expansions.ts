import { type Expression, type RawBuilder, sql } from 'kysely'
import type { TableFunctionRelation } from '../../views/instances/relation.js'
import { tableFunctionRelation } from './relation.js'

/** A builder query brings its own parentheses. */
function subquery(expression: Expression<unknown>): RawBuilder<unknown> {
  return sql`${expression}`
}

/**
 * Expands a histogram into its bins, one row each.
 *
 * @param histogram a scalar subquery; the service takes no column here
 */
export function expandHistogram<const A extends string = 'expand_histogram'>(
  histogram: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'expand_histogram', A> {
  return tableFunctionRelation('expand_histogram', [subquery(histogram)], alias)
}

/**
 * Expands a JSONB object into its members, one row each.
 *
 * @param object a scalar subquery; the service takes no column here
 */
export function jsonbEach<const A extends string = 'jsonb_each'>(
  object: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'jsonb_each', A> {
  return tableFunctionRelation('jsonb_each', [subquery(object)], alias)
}

/**
 * Expands a JSONB array into its elements, one row each.
 *
 * @param array a scalar subquery; the service takes no column here
 */
export function jsonbArrayElements<const A extends string = 'jsonb_array_elements'>(
  array: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'jsonb_array_elements', A> {
  return tableFunctionRelation('jsonb_array_elements', [subquery(array)], alias)
}
