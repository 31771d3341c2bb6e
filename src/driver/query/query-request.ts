import type { TimeRangeSpec } from '../../types/time-range.js'
import type { QueryPlan } from './compiled-query.js'

/** One query, as a connection takes it. */
export interface QueryRequest {
  readonly sql: string
  /** Must be empty: the service takes no parameters. */
  readonly parameters?: readonly unknown[] | undefined
  /** The time range of the query or of its handle. Default: that of the configuration. */
  readonly timeRange?: TimeRangeSpec | undefined
  /** What the compiler knows of the statement. A statement without it is never refused for lack of a time range. */
  readonly plan?: QueryPlan | undefined
}

/** Limits of one query, over those of the configuration. */
export interface CallOptions {
  /** Ends the query when it aborts; the query then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds from the start of the query to its last row. After that it ends with `deadline_exceeded`. */
  readonly timeout?: number | undefined
  /** The most rows that the query may return. A longer result fails with `row_limit`. */
  readonly maxRows?: number | undefined
}

/** A time range, or a modifier of queries that carries one, such as `during(…)`. */
export type TimeRangeOption = TimeRangeSpec | { readonly range: TimeRangeSpec }

/** Returns the time range of an option. */
export function timeRangeOf(option: TimeRangeOption | undefined): TimeRangeSpec | undefined {
  return option === undefined || 'kind' in option ? option : option.range
}
