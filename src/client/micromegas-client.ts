import { type RecordBatch, Table } from 'apache-arrow'
import { Kysely } from 'kysely'
import type { Columnar, ColumnarOptions } from '../arrow/columnar/columnar.js'
import { columnarOf } from '../arrow/columnar/columnar-of.js'
import { MicromegasDialect } from '../dialect/dialect.js'
import { connectionOptions, type ViewSetsConfig, viewSetsOf } from '../dialect/dialect-config.js'
import type { ConnectionConfig } from '../driver/config/config.js'
import { FlightSqlConnection } from '../driver/connection.js'
import type { CallOptions } from '../driver/request.js'
import type { QueryStream } from '../driver/result/query-stream.js'
import { rowDecoderFor, rowPlanOf } from '../driver/result/row-chunks.js'
import type { TimeRangeSpec } from '../types/time-range.js'
import type { Resolve, TypeOptions } from '../types/type-options.js'
import type { MicromegasDatabase } from '../views/builtin/database.js'
import type { DatabaseOf } from '../views/database.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import { createHandle, type MicromegasKysely } from './handle.js'
import { type QuerySource, type Statement, statementOf } from './query-source.js'

/** The configuration of a client whose view sets and value types are the default ones. */
export interface DefaultClientConfig extends Omit<ConnectionConfig, 'types'> {
  readonly types?: never
  readonly viewSets?: never
}

/** The configuration of a client. Its literal types decide the types of rows. */
export interface ClientConfig<O extends TypeOptions, S extends AnyViewSets> extends Omit<ConnectionConfig, 'types'> {
  /** Which TypeScript values stand for Arrow types, in rows and in conditions. */
  readonly types?: O
  /** What `defineViewSets` gave. Default: the built-in view sets. */
  readonly viewSets?: ViewSets<S>
}

/** Options of one query, over those of the configuration. */
export interface QueryOptions extends CallOptions {
  /** The range of a query that has none of its own. */
  readonly timeRange?: TimeRangeSpec | { readonly range: TimeRangeSpec }
}

/** A row of a query whose columns are not known to the compiler. */
export type AnyRow = Record<string, unknown>

/**
 * A connection to the service, with its credentials and options, and every way to read a result: rows, chunks of rows,
 * record batches, one Arrow table. Takes builder queries, compiled ones and SQL text.
 */
class Client<DB> implements AsyncDisposable {
  readonly #connection: FlightSqlConnection
  readonly #handle: MicromegasKysely<DB>

  constructor(config: ConnectionConfig & ViewSetsConfig) {
    const viewSets = viewSetsOf(config)
    this.#connection = new FlightSqlConnection(connectionOptions(config))
    const dialect = new MicromegasDialect({ connection: this.#connection, viewSets })
    this.#handle = createHandle(new Kysely<DB>({ dialect }), this)
  }

  /** The query builder over this client. */
  kysely(): MicromegasKysely<DB> {
    return this.#handle
  }

  /**
   * All rows of a query.
   *
   * @throws `time_range_required`, `row_limit` and whatever the service reports
   */
  async query<Row = AnyRow>(source: QuerySource<Row>, options: QueryOptions = {}): Promise<Row[]> {
    const statement = statementOf(source)
    await using stream = this.#execute(statement, options)
    const decode = rowDecoderFor<Row>(statement, this.#connection.types)
    const chunks: Row[][] = []
    for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) chunks.push(decode(batch))
    if (chunks.length === 0) decode.check(await stream.schema())
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : chunks.flat()
  }

  /** The rows of a query one by one, as they arrive. {@link chunks} costs less. */
  async *stream<Row = AnyRow>(
    source: QuerySource<Row>,
    options: QueryOptions = {},
  ): AsyncGenerator<Row, void, undefined> {
    const statement = statementOf(source)
    await using stream = this.#execute(statement, options)
    const decode = rowDecoderFor<Row>(statement, this.#connection.types)
    for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) {
      for (const rows of decode.pieces(batch)) yield* rows
    }
  }

  /** The rows of a query as they arrive, one array per record batch. */
  async *chunks<Row = AnyRow>(
    source: QuerySource<Row>,
    options: QueryOptions = {},
  ): AsyncGenerator<Row[], void, undefined> {
    const statement = statementOf(source)
    await using stream = this.#execute(statement, options)
    const decode = rowDecoderFor<Row>(statement, this.#connection.types)
    for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) yield decode(batch)
  }

  /** The record batches of a query as they arrive, with the service's own types and column names. */
  batches(source: QuerySource<unknown>, options: QueryOptions = {}): QueryStream {
    return this.#execute(statementOf(source), options)
  }

  /** The whole result of a query as one Arrow table, with the service's own types and column names. */
  async table(source: QuerySource<unknown>, options: QueryOptions = {}): Promise<Table> {
    await using stream = this.#execute(statementOf(source), options)
    const batches: RecordBatch[] = []
    for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) batches.push(batch)
    return new Table(await stream.schema(), batches)
  }

  /**
   * The whole result of a query by columns: typed arrays of numbers, for charts and computations, and plain arrays of what
   * else rows have.
   */
  async columnar<Row = AnyRow, const O extends ColumnarOptions<Row> = {}>(
    source: QuerySource<Row>,
    options: QueryOptions & O = {} as QueryOptions & O,
  ): Promise<Columnar<Row, O>> {
    const { time, nulls, codes, ...call }: QueryOptions & ColumnarOptions = options
    const statement = statementOf(source)
    await using stream = this.#execute(statement, call)
    const batches: RecordBatch[] = []
    for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) batches.push(batch)
    const plan = rowPlanOf(statement, this.#connection.types)
    // What the compiler says of Row was made from the same declarations and options.
    return columnarOf(await stream.schema(), batches, plan, {
      ...(time && { time }),
      ...(nulls && { nulls }),
      ...(codes && { codes }),
    }) as never
  }

  /** Ends all queries with `cancelled`, and closes the channel. */
  async close(): Promise<void> {
    await this.#connection.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #execute(statement: Statement, { timeRange, ...options }: QueryOptions): QueryStream {
    const byOption = timeRange === undefined || 'kind' in timeRange ? timeRange : timeRange.range
    return this.#connection.execute({ ...statement, timeRange: statement.timeRange ?? byOption }, options)
  }
}

/** The database type of a configuration. */
export type DatabaseOfConfig<O extends TypeOptions, S extends AnyViewSets> = DatabaseOf<S, Resolve<O>>

export interface MicromegasClient<DB = MicromegasDatabase> extends Client<DB> {}

/**
 * Makes clients whose types follow their configuration: a class cannot infer its type arguments from its options' literals.
 */
export interface MicromegasClientConstructor {
  /**
   * Reads nothing and sends nothing: the channel opens at the first query.
   *
   * @throws `invalid_argument` for a configuration that cannot work
   */
  new (config: DefaultClientConfig): MicromegasClient<MicromegasDatabase>
  new <const O extends TypeOptions = {}, S extends AnyViewSets = BuiltinViewSets>(
    config: ClientConfig<O, S>,
  ): MicromegasClient<DatabaseOfConfig<O, S>>
}

export const MicromegasClient: MicromegasClientConstructor = Client as never
