import type { TableFunctionRelation } from '../../views/instances/relation.js'
import { tableFunctionRelation } from './relation.js'

/** Lists the materialized partitions of all view instances. */
export function listPartitions<const A extends string = 'list_partitions'>(
  alias?: A,
): TableFunctionRelation<'list_partitions', A> {
  return tableFunctionRelation('list_partitions', [], alias)
}

/** Lists the view sets of the service. */
export function listViewSets<const A extends string = 'list_view_sets'>(
  alias?: A,
): TableFunctionRelation<'list_view_sets', A> {
  return tableFunctionRelation('list_view_sets', [], alias)
}

/** Lists who may read which audience. Callers who are not administrators see their own grants. */
export function listAudienceGrants<const A extends string = 'list_audience_grants'>(
  alias?: A,
): TableFunctionRelation<'list_audience_grants', A> {
  return tableFunctionRelation('list_audience_grants', [], alias)
}
