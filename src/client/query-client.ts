import type { Table } from 'apache-arrow'
import type { Columnar, ColumnarOptions } from '../arrow/columnar/columnar.js'
import type { QueryConnection } from '../driver/connection.js'
import { type CallOptions, type TimeRangeOption, timeRangeOf } from '../driver/query/query-request.js'
import type { QueryStream } from '../driver/result/query-stream.js'
import { ResultReader } from '../driver/result/result-reader.js'
import { type QuerySource, statementOf } from './query-source.js'

/** Options of one query, over those of the configuration. */
export interface QueryOptions extends CallOptions {
  /** The time range of a query that has none of its own. */
  readonly timeRange?: TimeRangeOption | undefined
}

/** A row of a query whose columns are not known to the compiler. */
export type AnyRow = Record<string, unknown>

/**
 * Runs queries over one connection, and returns their results in every form: rows, chunks of rows, record batches, columns,
 * one Arrow table. Takes builder queries, compiled ones and SQL text.
 */
export class QueryClient implements AsyncDisposable {
  readonly #connection: QueryConnection

  constructor(connection: QueryConnection) {
    this.#connection = connection
  }

  /**
   * Returns all rows of a query.
   *
   * ```ts
   * const rows = await db.client.query('select exe, count(*) as n from processes group by exe', { maxRows: 1_000 })
   * ```
   *
   * @throws `time_range_required`, `row_limit`, and what the service reports; `invalid_argument` for a result with two
   * columns of one name, `protocol` for a column that is not of the type that was declared
   */
  async query<Row = AnyRow>(source: QuerySource<Row>, options: QueryOptions = {}): Promise<Row[]> {
    return await this.#read(source, options).rows()
  }

  /** Returns the rows of a query one by one, as they arrive. {@link chunks} costs less. @throws as {@link query} */
  async *stream<Row = AnyRow>(
    source: QuerySource<Row>,
    options: QueryOptions = {},
  ): AsyncGenerator<Row, void, undefined> {
    for await (const rows of this.#read(source, options).slices()) yield* rows
  }

  /**
   * Returns the rows of a query as they arrive, one array per record batch.
   *
   * ```ts
   * for await (const rows of db.client.chunks(query)) console.log(rows.length)
   * ```
   *
   * @throws as {@link query}
   */
  async *chunks<Row = AnyRow>(
    source: QuerySource<Row>,
    options: QueryOptions = {},
  ): AsyncGenerator<Row[], void, undefined> {
    yield* this.#read(source, options).chunks()
  }

  /**
   * Returns the record batches of a query as they arrive, with the service's own types and column names. The pulls of the
   * stream fail with what {@link query} would throw, but its columns are not checked.
   */
  batches(source: QuerySource<unknown>, options: QueryOptions = {}): QueryStream {
    return this.#read(source, options).batches()
  }

  /** Returns the whole result of a query as one Arrow table, with the service's own types and column names. */
  async table(source: QuerySource<unknown>, options: QueryOptions = {}): Promise<Table> {
    return await this.#read(source, options).table()
  }

  /**
   * Returns the whole result of a query by columns: numbers as typed arrays, for charts and computations, all other values
   * as rows have them, in plain arrays.
   *
   * @throws as {@link query}
   */
  async columnar<Row = AnyRow, const O extends ColumnarOptions<Row> = {}>(
    source: QuerySource<Row>,
    options: QueryOptions & O = {} as QueryOptions & O,
  ): Promise<Columnar<Row, O>> {
    const { signal, timeout, maxRows, timeRange, ...columnar }: QueryOptions & ColumnarOptions = options
    // What the compiler says of Row was made from the same declarations and options.
    return (await this.#read(source, { signal, timeout, maxRows, timeRange }).columnar(columnar)) as never
  }

  /** Ends all queries with `cancelled`, and closes the channel. */
  async close(): Promise<void> {
    await this.#connection.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #read<Row>(source: QuerySource<Row>, { timeRange, ...limits }: QueryOptions): ResultReader<Row> {
    const statement = statementOf(source)
    const request = { ...statement, timeRange: statement.timeRange ?? timeRangeOf(timeRange) }
    return new ResultReader(this.#connection.execute(request, limits), statement.plan, this.#connection.types)
  }
}
