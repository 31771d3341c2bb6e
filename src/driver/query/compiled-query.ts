import type { CompiledQuery } from 'kysely'
import type { ColumnDeclaration } from '../../types/column-type.js'
import type { TimeRangeSpec } from '../../types/time-range.js'

/** What is known of a statement beyond its text. Raw SQL has none of it. */
export interface QueryPlan {
  /**
   * What the statement reads in its time range: declared view sets with a time column, as tables or as instances, and table
   * functions over such view sets, in order of appearance. A statement that reads any of them needs a time range.
   */
  readonly rangeRequiredBy: readonly string[]
  /** Those of them that the service refuses to read without a range: `unbounded` does not do for these. */
  readonly neverUnbounded: readonly string[]
  /** Result field names (SQL) that have another TypeScript name: `streams.tags` → `streams_tags`. */
  readonly propertyNames: ReadonlyMap<string, string>
  /** Declarations of the result fields that come from declared columns, by their SQL name. The others are absent. */
  readonly resultColumns: ReadonlyMap<string, ColumnDeclaration>
}

/** A compiled query of this package's dialect. Made by the compiler, read by the driver; survives spreading. */
export interface MicromegasCompiledQuery<Row = unknown> extends CompiledQuery<Row> {
  /** The time range that the query or its handle asks for; absent where only the configuration's default applies. */
  readonly timeRange?: TimeRangeSpec
  readonly plan?: QueryPlan
}
