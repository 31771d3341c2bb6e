import type { Column, Int64Mark, ListMark, MapMark, StructMark, TimestampMark } from '../../types/column.js'
import type { InstantInput } from '../../types/timestamp.js'
import type { ColumnsOf, InstancesOf, PropertyName } from '../../views/view-set.js'

/** What can be given for a mark or a plain type: more forms than rows have, each of them exact. */
type InsertValue<T> = T extends Int64Mark
  ? bigint | number
  : T extends TimestampMark
    ? InstantInput
    : T extends ListMark<infer I, infer N>
      ? readonly Nullable<InsertValue<I>, N>[]
      : T extends StructMark<infer F>
        ? InsertFields<F>
        : T extends MapMark<infer K, infer V, infer N>
          ? ReadonlyMap<InsertValue<K>, Nullable<InsertValue<V>, N>>
          : T

type Nullable<T, N> = N extends true ? T | null : T

type RequiredNames<C> = { [K in keyof C]: C[K] extends Column<any, false> ? K : never }[keyof C]
type ValueOfColumn<C> = C extends Column<infer T, infer N> ? Nullable<InsertValue<T>, N> : never

type InsertFields<C> = {
  readonly [K in RequiredNames<C> as PropertyName<K & string>]: ValueOfColumn<C[K]>
} & {
  readonly [K in Exclude<keyof C, RequiredNames<C>> as PropertyName<K & string>]?: ValueOfColumn<C[K]>
}

/**
 * A row to insert into a view set: every column by its TypeScript name. Columns that may be null may be left out. Times are
 * a `Timestamp`, a `Date`, RFC 3339 text with an offset or epoch nanoseconds; 64-bit integers a bigint or a safe number;
 * JSONB columns take plain values. A row that was read can be inserted as it is.
 */
export type InsertRow<V> = InsertFields<ColumnsOf<V>>

/** Whether the rows of a view set do not say of which instance they are. */
export type IsStoredByInstance<V> =
  'global' extends InstancesOf<V>
    ? false
    : 'process' extends InstancesOf<V>
      ? 'process_id' extends keyof ColumnsOf<V>
        ? false
        : true
      : 'stream_id' extends keyof ColumnsOf<V>
        ? false
        : true
