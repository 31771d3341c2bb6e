import { invalidArgument } from '../../errors.js'
import { builtinViewSets } from '../builtin/index.js'
import type { BuiltinViewSets, InstanceName } from '../names.js'
import type { AnyViewSet } from '../view-set.js'
import { checkInstanceId } from './ids.js'
import { callTableFunction, type ViewInstance } from './relation.js'

/** Where view sets are looked up by name. */
export interface ViewSetLookup {
  get(name: string): AnyViewSet | undefined
}

export const builtinViewSetLookup: ViewSetLookup = new Map<string, AnyViewSet>(Object.entries(builtinViewSets))

/**
 * Reads one instance of a built-in view set, as a relation for `selectFrom` and joins. Its row type is that of the handle it
 * is used on.
 *
 * ```ts
 * db.selectFrom(viewInstance('thread_spans', streamId)).where('depth', '=', 1)
 * // … from view_instance('thread_spans', '…') as "thread_spans" where "depth" = 1
 * ```
 *
 * @param id the id of a process or stream, or `'global'`, as the view set has it
 * @param alias the name in the query, by default that of the view set
 * @throws `invalid_argument` for an id that is not a UUID, nor `'global'` where the view set has that
 */
export function viewInstance<V extends InstanceName<BuiltinViewSets>>(set: V, id: string): ViewInstance<V>
export function viewInstance<V extends InstanceName<BuiltinViewSets>, const A extends string>(
  set: V,
  id: string,
  alias: A,
): ViewInstance<V, A>
export function viewInstance(set: string, id: string, alias?: string): unknown {
  return viewInstanceOf(builtinViewSetLookup, set, id, alias)
}

/** {@link viewInstance} over any collection of view sets. */
export function viewInstanceOf(sets: ViewSetLookup, name: string, id: string, alias: string = name): unknown {
  checkInstanceId(instancedViewSet(sets, name), id)
  return callTableFunction('view_instance', [name, id], alias)
}

/** @throws `invalid_argument` for a name that is not that of a view set with instances */
export function instancedViewSet(sets: ViewSetLookup, name: string): AnyViewSet {
  const set = sets.get(name)
  if (set === undefined) {
    throw invalidArgument(`Unknown view set ${JSON.stringify(name)}.`)
  }
  if (set.instances.every((kind) => kind === 'global')) {
    throw invalidArgument(`View set "${name}" has no instances with ids.`, `Read it as a table: selectFrom('${name}').`)
  }
  return set
}
