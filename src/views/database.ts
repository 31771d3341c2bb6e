import type { DefaultTypes, Resolve, ResolvedTypes, TypeOptions, valueTypes } from '../types/type-options.js'
import type { BuiltinDatabase, BuiltinTables } from './builtin/database.js'
import type { BuiltinViewSets, GlobalName, InstanceKey, InstanceName, InstancesKey, TableFunctionKey } from './names.js'
import type { TableFunctions } from './table-functions.js'
import type { ColumnsOf, Flat, RowOf } from './view-set.js'
import type { ViewSets } from './view-sets.js'

/** Names in `S` of built-in view sets as they are, whose tables are spelled out already. */
type BuiltinNames<S> = {
  [K in keyof S & keyof BuiltinTables]: S[K] extends BuiltinViewSets[K]
    ? BuiltinViewSets[K] extends S[K]
      ? K
      : never
    : never
}[keyof S & keyof BuiltinTables]

/** The tables of built-in view sets, those of table functions, and the options. */
type ServiceTables<Name extends keyof BuiltinTables, R extends ResolvedTypes> = keyof BuiltinTables extends Name
  ? BuiltinDatabase<R>
  : Pick<BuiltinDatabase<R>, BuiltinTables[Name] | TableFunctionKey<keyof TableFunctions> | typeof valueTypes>

/** The tables of declared view sets. */
type DeclaredTables<S, R extends ResolvedTypes> = { [K in GlobalName<S>]: RowOf<ColumnsOf<S[K]>, R> } & {
  [K in InstanceName<S> as InstanceKey<K>]: RowOf<ColumnsOf<S[K]>, R>
} & {
  [K in InstanceName<S> as InstancesKey<K>]: Flat<RowOf<ColumnsOf<S[K]>, R> & { readonly instance_id: string }>
}

type AllTables<S, Name extends keyof BuiltinTables, R extends ResolvedTypes> = keyof S extends Name
  ? ServiceTables<Name, R>
  : Flat<ServiceTables<Name, R> & DeclaredTables<Omit<S, Name>, R>>

/** The Kysely database of view sets `S` under resolved options `R`. */
export type DatabaseOf<S, R extends ResolvedTypes> = AllTables<S, BuiltinNames<S>, R>

/** The Kysely database of declared view sets: `Database<typeof views, { int64: 'number' }>`. */
export type Database<V, O extends TypeOptions = {}> = V extends ViewSets<infer S> ? DatabaseOf<S, Resolve<O>> : never

/** The row type of one view set: `Row<typeof views, 'frame_times'>`. */
export type Row<V, Name extends string, O extends TypeOptions = {}> =
  V extends ViewSets<infer S> ? (Name extends keyof S ? RowOf<ColumnsOf<S[Name]>, Resolve<O>> : never) : never

/** The options that a database type was made with. */
export type TypesOf<DB> = DB extends { readonly [valueTypes]: infer R extends ResolvedTypes } ? R : DefaultTypes
