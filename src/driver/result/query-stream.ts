import type { RecordBatch, Schema } from 'apache-arrow'

/** How much of a result has been read so far. The service itself sends no figures. */
export interface QueryStats {
  readonly rows: number
  readonly batches: number
  /** Bytes of record batches and dictionaries. */
  readonly bytes: number
  /**
   * Milliseconds from the start to the first record batch: planning, and materializing views that did not exist yet. For the
   * first query of a process, also loading the gRPC and Arrow libraries.
   */
  readonly timeToFirstBatch: number | undefined
}

/**
 * The record batches of one query, pulled one by one: the server waits when the reader does. Nothing is sent before the
 * first pull. Leaving a loop over it, {@link cancel}, the signal and the timeout end the call, on the server too.
 */
export interface QueryStream extends AsyncIterable<RecordBatch>, AsyncDisposable {
  readonly stats: QueryStats
  /**
   * Returns the schema of the result, which arrives before its first record batch and also without any.
   *
   * @throws `protocol` if the result ends without a schema; otherwise as {@link next}
   */
  schema(): Promise<Schema>
  /**
   * Returns the next record batch; nothing at the end. Concurrent pulls are served in turn. After a failure every further
   * pull fails likewise, so that a part is never taken for the whole.
   *
   * @throws `time_range_required`, `row_limit`, `deadline_exceeded`, `cancelled`, and what the service reports
   */
  next(): Promise<RecordBatch | undefined>
  /** Ends the call; pulls fail with the reason, by default a `cancelled` error. Does nothing after the end. */
  cancel(reason?: unknown): void
}
