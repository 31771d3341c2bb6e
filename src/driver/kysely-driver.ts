import type { DatabaseConnection, Driver, QueryResult } from 'kysely'
import { MicromegasError } from '../errors.js'
import type { QueryConnection } from './connection.js'
import { withCallerStack } from './failures/caller-stack.js'
import type { MicromegasCompiledQuery } from './query/compiled-query.js'
import type { QueryStream } from './result/query-stream.js'
import { ResultReader } from './result/result-reader.js'

interface AbortableOptions {
  readonly signal?: AbortSignal | undefined
}

/** Kysely's driver over a connection. HTTP/2 multiplexes: every acquired connection is a light object over one channel. */
export class MicromegasDriver implements Driver {
  readonly #connection: QueryConnection
  readonly #ownsConnection: boolean
  readonly #inFlight = new Set<QueryStream>()

  /** @param ownsConnection whether `destroy()` closes it */
  constructor(connection: QueryConnection, ownsConnection: boolean) {
    this.#connection = connection
    this.#ownsConnection = ownsConnection
  }

  async init(): Promise<void> {
    // The channel opens at the first query.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new MicromegasDatabaseConnection(this.#connection, this.#inFlight)
  }

  async beginTransaction(): Promise<void> {
    throw noTransactions()
  }

  async commitTransaction(): Promise<void> {
    throw noTransactions()
  }

  async rollbackTransaction(): Promise<void> {
    throw noTransactions()
  }

  async releaseConnection(): Promise<void> {
    // Nothing to release: a query that was left early has ended itself.
  }

  /** Ends the queries of this driver with `cancelled`, and closes the connection if the driver owns it. */
  async destroy(): Promise<void> {
    const reason = new MicromegasError('cancelled', 'The query builder was destroyed while the query ran.')
    for (const stream of this.#inFlight) stream.cancel(reason)
    if (this.#ownsConnection) await this.#connection.close()
  }
}

function noTransactions(): MicromegasError {
  return new MicromegasError('unsupported', 'The service does not support transactions.', {
    help: 'Run the queries without one: each query reads the data that exists when it runs.',
  })
}

/** Runs one query at a time; `cancelQuery` ends the one in flight. */
class MicromegasDatabaseConnection implements DatabaseConnection {
  readonly #connection: QueryConnection
  readonly #allInFlight: Set<QueryStream>
  #inFlight: QueryStream | undefined

  constructor(connection: QueryConnection, allInFlight: Set<QueryStream>) {
    this.#connection = connection
    this.#allInFlight = allInFlight
  }

  async executeQuery<R>(query: MicromegasCompiledQuery, options: AbortableOptions = {}): Promise<QueryResult<R>> {
    const stream = this.#start(query, options)
    try {
      return { rows: await this.#reader<R>(stream, query).rows() }
    } catch (error) {
      // Kysely itself rejects the caller with the signal's reason; it prints a rejection of the driver to the console.
      if (options.signal?.aborted) return { rows: [] }
      throw withCallerStack(error)
    } finally {
      await this.#end(stream)
    }
  }

  /** Streams slices of rows: Kysely hands rows out one by one, whatever chunk size the caller asks for. */
  async *streamQuery<R>(
    query: MicromegasCompiledQuery,
    _chunkSize?: number,
    options: AbortableOptions = {},
  ): AsyncIterableIterator<QueryResult<R>> {
    const stream = this.#start(query, options)
    try {
      for await (const rows of this.#reader<R>(stream, query).slices()) yield { rows }
    } catch (error) {
      if (!options.signal?.aborted) throw withCallerStack(error)
    } finally {
      await this.#end(stream)
    }
  }

  async cancelQuery(): Promise<void> {
    this.#inFlight?.cancel()
  }

  #start(query: MicromegasCompiledQuery, { signal }: AbortableOptions): QueryStream {
    const stream = this.#connection.execute(query, { signal })
    this.#inFlight = stream
    this.#allInFlight.add(stream)
    return stream
  }

  #reader<R>(stream: QueryStream, { plan }: MicromegasCompiledQuery): ResultReader<R> {
    return new ResultReader(stream, plan, this.#connection.types)
  }

  async #end(stream: QueryStream): Promise<void> {
    this.#inFlight = undefined
    this.#allInFlight.delete(stream)
    await stream[Symbol.asyncDispose]()
  }
}
