import { expressionBuilder, sql } from 'kysely'
import { invalidArgument } from '../../errors.js'
import type { BuiltinViewSets, InstanceName } from '../names.js'
import { checkInstanceId } from './ids.js'
import { callTableFunction, type ViewInstances } from './relation.js'
import { builtinViewSetLookup, instancedViewSet, type ViewSetLookup } from './view-instance.js'

/**
 * Reads several instances of a built-in view set, as one relation with a column `instance_id` that tells which instance a
 * row is of. Repeated ids are read once.
 *
 * ```ts
 * db.selectFrom(viewInstances('log_entries', processIds)).select(['instance_id', 'msg'])
 * ```
 *
 * @throws `invalid_argument` for an empty list, and for an id that is not a UUID
 */
export function viewInstances<V extends InstanceName<BuiltinViewSets>>(set: V, ids: readonly string[]): ViewInstances<V>
export function viewInstances<V extends InstanceName<BuiltinViewSets>, const A extends string>(
  set: V,
  ids: readonly string[],
  alias: A,
): ViewInstances<V, A>
export function viewInstances(set: string, ids: readonly string[], alias?: string): unknown {
  return viewInstancesOf(builtinViewSetLookup, set, ids, alias)
}

/** {@link viewInstances} over any collection of view sets. */
export function viewInstancesOf(
  sets: ViewSetLookup,
  name: string,
  ids: readonly string[],
  alias: string = name,
): unknown {
  const set = instancedViewSet(sets, name)
  for (const id of ids) checkInstanceId(set, id)
  // The service compares ids regardless of case: in one spelling, repeated ones are found.
  const distinct = [...new Set(ids.map((id) => id.toLowerCase()))]
  const eb = expressionBuilder<any, any>()
  const [first, ...others] = distinct.map((id) =>
    eb
      .selectFrom(callTableFunction('view_instance', [name, id], name) as any)
      .selectAll()
      .select(sql.val(id).as('instance_id') as any),
  )
  if (first === undefined) {
    throw invalidArgument(`viewInstances('${name}', []) has no ids.`, 'Pass the id of at least one instance.')
  }
  return others.reduce((union, next) => union.unionAll(next), first).as(alias)
}
