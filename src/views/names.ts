import type { builtinViewSets } from './builtin/index.js'
import type { InstancesOf } from './view-set.js'

export type BuiltinViewSets = typeof builtinViewSets

/** The key of a view set's instances in the database type. No table can have this name. */
export type InstanceKey<V extends string> = `view_instance(${V})`

/** The key of several instances of a view set, read as one relation. */
export type InstancesKey<V extends string> = `view_instances(${V})`

/** The key of another table function's result. */
export type TableFunctionKey<F extends string> = `${F}()`

/** View sets that can be read as a table. */
export type GlobalName<S> = { [K in keyof S]: 'global' extends InstancesOf<S[K]> ? K : never }[keyof S] & string

/** View sets that have instances with ids. `'global'` alone makes a table, not an instance. */
export type InstanceName<S> = {
  [K in keyof S]: Exclude<InstancesOf<S[K]>, 'global'> extends never ? never : K
}[keyof S] &
  string
