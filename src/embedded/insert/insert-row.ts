import type { RowInput } from '../../arrow/index.js'
import type { ColumnsOf, InstancesOf, PropertyName } from '../../views/view-set.js'

/** What the columns of a view set are called in rows. */
type PropertyNames<C> = { readonly [K in keyof C]: PropertyName<K & string> }

/**
 * A row to insert into a view set: every column by its TypeScript name. Columns that may be null may be left out. Times are
 * a `Timestamp`, a `Date`, RFC 3339 text with an offset or epoch nanoseconds; 64-bit integers a bigint or a safe number;
 * JSONB columns take plain values. A row that was read can be inserted as it is.
 */
export type InsertRow<V> = RowInput<ColumnsOf<V>, PropertyNames<ColumnsOf<V>>>

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
