import type { RecordBatch, Schema } from 'apache-arrow'

/** What has been read of a result so far. The service itself sends no figures. */
export interface QueryStats {
  readonly rows: number
  readonly batches: number
  /** Bytes of record batches and dictionaries. */
  readonly bytes: number
  /** Milliseconds from the start to the first record batch: planning, and making views that did not exist yet. */
  readonly timeToFirstBatch: number | undefined
}

/**
 * The record batches of one query, pulled one by one: the server waits when the reader does. Nothing is sent before the
 * first pull. The call ends, on the server too, when the loop over it is left, on {@link cancel}, when the signal aborts and
 * when the timeout passes.
 */
export interface QueryStream extends AsyncIterable<RecordBatch>, AsyncDisposable {
  readonly stats: QueryStats
  /** The schema of the result, which comes before its first record batch, and also when there is none. */
  schema(): Promise<Schema>
  /**
   * The next record batch; nothing at the end. Pulls that do not wait for each other are served in turn. After a failure
   * every further pull fails likewise: a part is never taken for the whole.
   */
  next(): Promise<RecordBatch | undefined>
  /** Ends the call; pulls fail with the reason. Does nothing after the end. Default: a `cancelled` error. */
  cancel(reason?: unknown): void
}
