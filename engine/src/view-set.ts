/**
 * Declares a view set or static table to the engine; its columns come beside it, as an Arrow schema. Listings show view
 * sets in the order in which they were declared.
 */
export interface EngineViewSet {
  readonly name: string
  /**
   * The instances that can be read. Those of a process or stream are found by the column `process_id` or `stream_id`;
   * without such a column each instance is stored separately, under the id passed to `append`.
   */
  readonly instances: readonly ('global' | 'process' | 'stream')[]
  /** The columns that a query's time range filters: none, one instant, or the begin and end of an interval. */
  readonly timeColumns: readonly string[]
  /** Declares a static table: not listed among the view sets, not in `view_instance`, not filtered by time. */
  readonly staticTable?: boolean | undefined
  /** Whether reading an instance without a time range is an error. Default: `false`. */
  readonly rangeMandatory?: boolean | undefined
  /** The version of the schema, as `list_view_sets` reports it: lower-case hex. */
  readonly schemaHash?: string | undefined
  /** The record that must exist before an instance can be read. Without a prerequisite, an unknown instance is empty. */
  readonly prerequisite?: 'process' | 'process in range' | 'stream' | undefined
  /** The column in whose order rows are stored and read. */
  readonly orderedBy?: string | undefined
  /** Whether it is computed from other views: a VIEW in the `information_schema`, over a table of partitions. */
  readonly derived?: boolean | undefined
  /** The answer to `view_instance(…, 'global')` for a view set without a global instance. */
  readonly globalRefusal?: string | undefined
}
