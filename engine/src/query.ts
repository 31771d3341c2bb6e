/** Options of one query. */
export interface QueryOptions {
  /** Nanoseconds since the epoch, both ends inclusive. */
  readonly range?: { readonly begin: bigint; readonly end: bigint } | undefined
  /** Ends the result after this many rows. */
  readonly limit?: number | undefined
  /** Keeps dictionary columns as dictionaries instead of expanding them. Default: `false`. */
  readonly preserveDictionary?: boolean | undefined
}

/** How much a cursor does in one call. */
export interface PollOptions {
  /** Milliseconds after which the call returns. It is checked between two record batches, so a call may take somewhat longer. */
  readonly milliseconds: number
  /** Bytes of messages after which the call returns. */
  readonly bytes: number
}

/** A running query of an `Engine`. It works only while it is polled. */
export interface Cursor extends Disposable {
  /**
   * Works on the query until the time or the bytes of a turn are spent, or until it ends.
   *
   * @throws {EngineCrash}
   */
  poll(options: PollOptions): Progress
  /** Stops the query and frees what it holds. Can be called again. */
  close(): void
}

/** A running query of an `EngineThread`. It works a little ahead of its reader, then waits. */
export interface RemoteCursor extends Disposable {
  /**
   * Resolves with what comes next: messages, or the end. One call at a time.
   *
   * @throws {EngineCrash}
   */
  next(): Promise<Progress>
  /** Stops the query and frees what it holds. Can be called again. */
  close(): void
}

/** The messages of one poll, and whether the query has ended. */
export interface Progress {
  /** Whether the query has ended; its cursor has then closed itself. */
  readonly done: boolean
  /** Serialized `arrow.flight.protocol.FlightData`, each in an `ArrayBuffer` of its own. The first one holds the schema. */
  readonly messages: Uint8Array<ArrayBuffer>[]
  /** The failure of the query, if it failed. */
  readonly failure?: QueryFailure | undefined
}

/** A failed query, in the words and codes of the service. */
export interface QueryFailure {
  readonly stage:
    | 'error building dataframe'
    | 'error building dataframe with limit'
    | 'error creating physical plan'
    | 'error executing plan'
    | 'error building data stream'
  /** The gRPC status code: INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED or INTERNAL. */
  readonly code: 3 | 8 | 12 | 13
  /** The service's whole text, with stage, position, notes and help, but without the ` (query_id=…)` at its end. */
  readonly message: string
  /** 1-based line of the SQL text. */
  readonly line?: number | undefined
  /** 1-based column of that line. */
  readonly column?: number | undefined
  readonly notes: readonly string[]
  readonly help: readonly string[]
}
