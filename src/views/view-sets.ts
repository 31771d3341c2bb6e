import { invalidArgument } from '../errors.js'
import type { ViewInstance, ViewInstances } from './instances/relation.js'
import { viewInstanceOf } from './instances/view-instance.js'
import { viewInstancesOf } from './instances/view-instances.js'
import type { InstanceName } from './names.js'
import type { AnyViewSet, AnyViewSets } from './view-set.js'
import { propertyName } from './view-set.js'

/** The view sets of a handle: the only source of names, types, renames and required time ranges. */
export class ViewSets<S extends AnyViewSets> {
  readonly sets: S
  /** SQL names of columns by their TypeScript names, where the two differ: `streams_tags` → `streams.tags`. */
  readonly columnNames: ReadonlyMap<string, string>
  /** TypeScript names of columns by their SQL names, where the two differ. */
  readonly propertyNames: ReadonlyMap<string, string>

  /** @internal Made by {@link defineViewSets}. */
  constructor(sets: S) {
    this.sets = Object.freeze({ ...sets })
    this.columnNames = renamedColumns(sets)
    this.propertyNames = new Map([...this.columnNames].map(([property, name]) => [name, property]))
    Object.freeze(this)
  }

  /** Returns the view set of a name. */
  get(name: string): AnyViewSet | undefined {
    return Object.hasOwn(this.sets, name) ? this.sets[name] : undefined
  }

  /**
   * Reads one instance of a view set of this collection, as a relation. The free function of the same name does this for
   * the built-in sets.
   *
   * @param id the id of a process or stream, or `'global'`, as the view set has it
   * @param alias the name in the query, by default that of the view set
   * @throws `invalid_argument` for an id that is not a UUID, nor `'global'` where the view set has that
   */
  viewInstance<V extends InstanceName<S>>(set: V, id: string): ViewInstance<V>
  viewInstance<V extends InstanceName<S>, const A extends string>(set: V, id: string, alias: A): ViewInstance<V, A>
  viewInstance(set: string, id: string, alias?: string): unknown {
    return viewInstanceOf(this, set, id, alias)
  }

  /**
   * Reads several instances of a view set of this collection, as one relation with a column `instance_id`.
   *
   * @throws `invalid_argument` for an empty list, and for an id that is not a UUID
   */
  viewInstances<V extends InstanceName<S>>(set: V, ids: readonly string[]): ViewInstances<V>
  viewInstances<V extends InstanceName<S>, const A extends string>(
    set: V,
    ids: readonly string[],
    alias: A,
  ): ViewInstances<V, A>
  viewInstances(set: string, ids: readonly string[], alias?: string): unknown {
    return viewInstancesOf(this, set, ids, alias)
  }
}

/**
 * Collects view sets for a handle: `defineViewSets({ ...builtinViewSets, frame_times })`.
 *
 * @throws `invalid_argument` for a key that is not the name of its view set, and for a renamed column whose TypeScript name
 * means something else in another view set
 */
export function defineViewSets<const S extends AnyViewSets>(
  sets: S & { readonly [K in keyof S]: { readonly name: K } },
): ViewSets<S> {
  return new ViewSets<S>(sets)
}

/** Renames apply wherever the name is written, so a name must mean the same in all view sets. */
function renamedColumns(sets: AnyViewSets): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>()
  const unchanged = new Map<string, string>()
  for (const [key, set] of Object.entries(sets)) {
    if (key !== set.name) throw invalidArgument(`The key "${key}" must be the name of its view set, "${set.name}".`)
    unchanged.set(set.name, `the view set "${set.name}"`)
    for (const name of Object.keys(set.columns)) {
      const property = propertyName(name)
      if (property === name) {
        unchanged.set(name, `the column "${name}" of "${set.name}"`)
        continue
      }
      const other = renamed.get(property)
      if (other !== undefined && other !== name) {
        throw invalidArgument(`The columns "${other}" and "${name}" would both be named ${property} in TypeScript.`)
      }
      renamed.set(property, name)
    }
  }
  for (const [property, name] of renamed) {
    const other = unchanged.get(property)
    if (other !== undefined) {
      throw invalidArgument(`The column "${name}" would be named ${property} in TypeScript, as ${other} is.`)
    }
  }
  return renamed
}
