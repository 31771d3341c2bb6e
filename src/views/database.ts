import type { DefaultTypes, Resolve, ResolvedTypes, TypeOptions, valueTypes } from '../types/type-options.js'
import type { GlobalName, InstanceKey, InstanceName, InstancesKey, TableFunctionKey } from './names.js'
import type { TableFunctions } from './table-functions.js'
import type { ColumnsOf, RowOf } from './view-set.js'
import type { ViewSets } from './view-sets.js'

type Flat<T> = { [K in keyof T]: T[K] }

/** The Kysely database of view sets `S` under resolved options `R`. */
export type DatabaseOf<S, R extends ResolvedTypes> = Flat<
  { [K in GlobalName<S>]: RowOf<ColumnsOf<S[K]>, R> } & {
    [K in InstanceName<S> as InstanceKey<K>]: RowOf<ColumnsOf<S[K]>, R>
  } & {
    [K in InstanceName<S> as InstancesKey<K>]: Flat<RowOf<ColumnsOf<S[K]>, R> & { readonly instance_id: string }>
  } & { [K in keyof TableFunctions & string as TableFunctionKey<K>]: RowOf<TableFunctions[K]['columns'], R> } & {
    readonly [valueTypes]: R
  }
>

/**
 * The Kysely database of declared view sets: `Database<typeof views, { int64: 'number' }>`.
 */
export type Database<V, O extends TypeOptions = {}> = V extends ViewSets<infer S> ? DatabaseOf<S, Resolve<O>> : never

/** The row type of one view set: `Row<typeof views, 'frame_times'>`. */
export type Row<V, Name extends string, O extends TypeOptions = {}> =
  V extends ViewSets<infer S> ? (Name extends keyof S ? RowOf<ColumnsOf<S[Name]>, Resolve<O>> : never) : never

/** The options a database type was made with. */
export type TypesOf<DB> = DB extends { readonly [valueTypes]: infer R extends ResolvedTypes } ? R : DefaultTypes
