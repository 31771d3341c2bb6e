/**
 * Decompresses and compiles the engine, once per process; later calls give the same module. The module can be sent to
 * workers (`postMessage`, `workerData`) without compiling it again.
 */
export function compileEngine(): Promise<WebAssembly.Module>

export interface EngineOptions {
  /** Working memory of all running queries together, in bytes; stored rows do not count. Default: no limit. */
  readonly memoryLimit?: number | undefined
}

/** A view set or static table as the engine wants it declared; the columns come as an Arrow schema beside it. */
export interface EngineViewSet {
  readonly name: string
  /** Which instances there are. Those of a process or stream are found by the column `process_id` or `stream_id`; without such a column each instance is stored apart, by the id given to {@link Engine.append}. */
  readonly instances: readonly ('global' | 'process' | 'stream')[]
  /** What a query's time range filters: nothing, one instant, or an interval's begin and end. */
  readonly timeColumns: readonly string[]
  /** A static table: not listed among the view sets, not in `view_instance`, not filtered by time. */
  readonly staticTable?: boolean | undefined
  /** Whether reading it without a time range is an error. */
  readonly rangeMandatory?: boolean | undefined
  /** The version of the schema, as `list_view_sets` reports it: lower-case hex. */
  readonly schemaHash?: string | undefined
  /** What must exist before an instance can be read. */
  readonly prerequisite?: 'process' | 'process in range' | 'stream' | undefined
  /** The column in whose order rows are stored and read. */
  readonly orderedBy?: string | undefined
  /** Computed from other views: a VIEW in the `information_schema`, over a table of partitions. */
  readonly derived?: boolean | undefined
  /** The answer to `view_instance(…, 'global')` for a view set without a global instance. */
  readonly globalRefusal?: string | undefined
}

export interface QueryOptions {
  /** Nanoseconds since the epoch, both ends inclusive. */
  readonly range?: { readonly begin: bigint; readonly end: bigint } | undefined
  readonly limit?: number | undefined
  /** Keep dictionary columns as dictionaries instead of expanding them. */
  readonly preserveDictionary?: boolean | undefined
}

/** The filters of Flight SQL's `CommandGetTables`. */
export interface TablesFilter {
  readonly catalog?: string | undefined
  readonly schemaPattern?: string | undefined
  readonly tablePattern?: string | undefined
  readonly tableTypes?: readonly string[] | undefined
  readonly includeSchema?: boolean | undefined
}

/** Bytes. */
export interface EngineMemory {
  /** Held by the rows of all tables. */
  readonly stored: number
  /** Reserved by running queries. */
  readonly reserved: number
  /** The module's linear memory in this thread; it never shrinks. */
  readonly total: number
}

/** Why a query failed, in the words and classes of the service. */
export interface QueryFailure {
  readonly stage:
    | 'error building dataframe'
    | 'error building dataframe with limit'
    | 'error creating physical plan'
    | 'error executing plan'
    | 'error building data stream'
  /** The gRPC status: INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED or INTERNAL. */
  readonly code: 3 | 8 | 12 | 13
  /** The service's whole text, stage, position, notes and help included, without the ` (query_id=…)` at its end. */
  readonly message: string
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly notes: readonly string[]
  readonly help: readonly string[]
}

export interface PollOptions {
  /** How long to work before giving way; kept to between two record batches. */
  readonly milliseconds: number
  /** Enough result bytes for one turn. */
  readonly bytes: number
}

export interface Progress {
  /** No more messages will come; the cursor has closed itself. */
  readonly done: boolean
  /** Serialized `arrow.flight.protocol.FlightData`, each in an `ArrayBuffer` of its own. The first one carries the schema. */
  readonly messages: Uint8Array<ArrayBuffer>[]
  readonly failure?: QueryFailure | undefined
}

/** A running query. It works only while it is polled. */
export class Cursor implements Disposable {
  private constructor()
  /** @throws {EngineCrash} */
  poll(options: PollOptions): Progress
  /** Stops the query and frees what it holds; idempotent. */
  close(): void
  [Symbol.dispose](): void
}

/**
 * Tables and queries over them. All engines of a thread share one instance of the module; a crash of one is a crash of
 * all, and the thread must be given up.
 */
export class Engine implements Disposable {
  constructor(module: WebAssembly.Module, options?: EngineOptions)
  /**
   * Declares a view set or static table; `schema` is an Arrow IPC stream, of which only the schema is read.
   *
   * @throws {EngineRefusal}
   */
  declare(viewSet: EngineViewSet, schema: Uint8Array): void
  /**
   * Adds the rows of an Arrow IPC stream or file of exactly the declared schema: all, or none.
   *
   * @param instance the id of the instance, for view sets whose rows do not carry it, and only for those
   * @returns the number of rows added
   * @throws {EngineRefusal}
   */
  append(viewSet: string, ipc: Uint8Array, instance?: string): number
  /**
   * Removes the rows of a view set, or of one instance where instances are stored apart.
   *
   * @throws {EngineRefusal}
   */
  clear(viewSet: string, instance?: string): void
  query(sql: string, options?: QueryOptions): Cursor
  /** Plans without executing. The one message is an Arrow IPC stream with the result's schema, dictionaries shown. */
  dryRun(sql: string): Cursor
  /** The answer to `CommandGetTables`, as messages of a Flight stream. */
  tables(filter?: TablesFilter): Uint8Array<ArrayBuffer>[]
  /** The answer to `CommandGetSqlInfo`: properties by their number in Flight SQL's `SqlInfo`. */
  sqlInfo(properties: readonly (readonly [number, string | readonly string[]])[]): Uint8Array<ArrayBuffer>[]
  memory(): EngineMemory
  close(): void
  [Symbol.dispose](): void
}

/** A running query of an {@link EngineThread}. It works a little ahead of its reader, and waits then. */
export class RemoteCursor implements Disposable {
  private constructor()
  /** What comes next: messages, or the end. One call at a time. @throws {EngineCrash} */
  next(): Promise<Progress>
  /** Stops the query and frees what it holds; idempotent. */
  close(): void
  [Symbol.dispose](): void
}

/**
 * An {@link Engine} in a thread of its own, with the same methods. Its queries run in turns of a few milliseconds each.
 * When the engine breaks, everything in flight fails with {@link EngineCrash} and the thread is over.
 */
export class EngineThread implements AsyncDisposable {
  private constructor()
  static start(options?: EngineOptions): Promise<EngineThread>
  /** Whether the thread takes work: not after a crash, and not after {@link EngineThread.close}. */
  get isRunning(): boolean
  declare(viewSet: EngineViewSet, schema: Uint8Array): Promise<void>
  append(viewSet: string, ipc: Uint8Array, instance?: string): Promise<number>
  clear(viewSet: string, instance?: string): Promise<void>
  tables(filter?: TablesFilter): Promise<Uint8Array<ArrayBuffer>[]>
  sqlInfo(properties: readonly (readonly [number, string | readonly string[]])[]): Promise<Uint8Array<ArrayBuffer>[]>
  memory(): Promise<EngineMemory>
  query(sql: string, options?: QueryOptions): RemoteCursor
  dryRun(sql: string): RemoteCursor
  /** Whether the thread keeps the process alive. It does so at first. */
  ref(): void
  unref(): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type RefusalReason =
  | 'invalid_argument'
  | 'invalid_arrow'
  | 'invalid_declaration'
  | 'invalid_instance'
  | 'null_in_required_column'
  | 'schema_mismatch'
  | 'unknown_view_set'

/** A declaration or rows that cannot be taken; nothing has changed. */
export class EngineRefusal extends Error {
  readonly reason: RefusalReason
  /** The column that is wrong, where it is one. */
  readonly column: string | undefined
}

export type CrashKind = 'out_of_memory' | 'panic' | 'stack_overflow' | 'trap'

/** The engine broke; no engine of this thread can be used again. */
export class EngineCrash extends Error {
  readonly kind: CrashKind
}

/** The two parts of a serialized `FlightData`, as views: an IPC message's header and its body. */
export function flightDataParts(message: Uint8Array): { header: Uint8Array; body: Uint8Array }

/** Messages of a Flight stream as an Arrow IPC stream. */
export function toIpcStream(messages: readonly Uint8Array[]): Uint8Array<ArrayBuffer>
