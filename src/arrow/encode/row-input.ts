import type { Column, Int64Mark, ListMark, MapMark, StructMark, TimestampMark } from '../../types/column.js'
import type { InstantInput } from '../../types/timestamp.js'

/** What a column takes for a value: more forms than rows have, each of them exact. */
type ValueInput<T> = T extends Int64Mark
  ? bigint | number
  : T extends TimestampMark
    ? InstantInput
    : T extends ListMark<infer I, infer N>
      ? readonly Nullable<ValueInput<I>, N>[]
      : T extends StructMark<infer F>
        ? RowInput<F>
        : T extends MapMark<infer K, infer V, infer N>
          ? ReadonlyMap<ValueInput<K>, Nullable<ValueInput<V>, N>>
          : T

type Nullable<T, N> = N extends true ? T | null : T

type RequiredNames<C> = { [K in keyof C]: C[K] extends Column<any, false> ? K : never }[keyof C]
type ColumnInput<C> = C extends Column<infer T, infer N> ? Nullable<ValueInput<T>, N> : never
type NameOf<K, N> = K extends keyof N ? N[K] & string : K & string

/**
 * A row of declared columns to encode: every column by its name, or by the name that `N` has for it. Columns that may be
 * null may be left out. Times are a `Timestamp`, a `Date`, RFC 3339 text with an offset or epoch nanoseconds; 64-bit integers
 * a bigint or a safe number; JSONB columns take plain values. A row that was decoded can be encoded as it is.
 */
export type RowInput<C, N = {}> = {
  readonly [K in RequiredNames<C> as NameOf<K, N>]: ColumnInput<C[K]>
} & {
  readonly [K in Exclude<keyof C, RequiredNames<C>> as NameOf<K, N>]?: ColumnInput<C[K]>
}
