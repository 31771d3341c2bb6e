import type { DatabaseConnection, Driver, QueryResult } from 'kysely'
import { MicromegasError } from '../errors.js'
import type { MicromegasCompiledQuery } from './compiled-query.js'
import type { QueryConnection } from './connection.js'
import { withCallerStack } from './failures/caller-stack.js'
import type { QueryStream } from './result/query-stream.js'
import { rowDecoderFor } from './result/row-chunks.js'

interface AbortableOptions {
  readonly signal?: AbortSignal | undefined
}

/** Kysely's driver over a connection. HTTP/2 multiplexes: every acquired connection is a light object over the one channel. */
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
    // Nothing is held: a query that was left has been ended by its own loop.
  }

  /** Ends the queries of this driver with `cancelled`, and closes a connection of its own. */
  async destroy(): Promise<void> {
    const reason = new MicromegasError('cancelled', 'The query builder was destroyed while the query ran.')
    for (const stream of this.#inFlight) stream.cancel(reason)
    if (this.#ownsConnection) await this.#connection.close()
  }
}

function noTransactions(): MicromegasError {
  return new MicromegasError(
    'unsupported',
    'The service has no transactions: each query reads what is there when it runs.',
  )
}

/** One query at a time: what is in flight is what `cancelQuery` ends. */
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
      const decode = rowDecoderFor<R>(query, this.#connection.types)
      const chunks: R[][] = []
      for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) chunks.push(decode(batch))
      // Also a result without rows is checked: duplicate names, declared types.
      if (chunks.length === 0) decode.check(await stream.schema())
      return { rows: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : chunks.flat() }
    } catch (error) {
      // Kysely rejects the caller with the signal's reason; a driver that rejects as well has it print to the console.
      if (options.signal?.aborted) return { rows: [] }
      throw withCallerStack(error)
    } finally {
      await this.#end(stream)
    }
  }

  /** Kysely hands rows out one by one: a piece is what it takes at once. */
  async *streamQuery<R>(
    query: MicromegasCompiledQuery,
    _chunkSize?: number,
    options: AbortableOptions = {},
  ): AsyncIterableIterator<QueryResult<R>> {
    const stream = this.#start(query, options)
    try {
      const decode = rowDecoderFor<R>(query, this.#connection.types)
      for (let batch = await stream.next(); batch !== undefined; batch = await stream.next()) {
        for (const rows of decode.pieces(batch)) yield { rows }
      }
      if (stream.stats.batches === 0) decode.check(await stream.schema())
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

  async #end(stream: QueryStream): Promise<void> {
    this.#inFlight = undefined
    this.#allInFlight.delete(stream)
    await stream[Symbol.asyncDispose]()
  }
}
