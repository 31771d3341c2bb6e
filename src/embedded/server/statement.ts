import { randomUUID } from 'node:crypto'
import { type Metadata, status } from '@grpc/grpc-js'
import type { QueryFailure, RemoteCursor } from 'kysely-micromegas-engine'
import type { EngineHost } from '../engine/engine-host.js'
import { CallFailure } from './call-failure.js'
import { limitHeader, queryHeaders } from './query-headers.js'
import { attribution, type MutableRecord, type QueryLog } from './query-log.js'
import type { ResponseStream } from './response-stream.js'

/** Makes the failure of a query as the service reports it, with the query's id behind the text. */
function queryFailure({ code, message }: QueryFailure, queryId: string): CallFailure {
  return new CallFailure(code, `${message} (query_id=${queryId})`)
}

/** Runs statements on the engine. */
export class Statements {
  readonly #host: EngineHost
  readonly #log: QueryLog

  constructor(host: EngineHost, log: QueryLog) {
    this.#host = host
    this.#log = log
  }

  /** Streams the result of a statement. */
  async run(sql: string, metadata: Metadata, response: ResponseStream<Uint8Array>): Promise<void> {
    const queryId = randomUUID()
    const { range, preserveDictionary } = queryHeaders(metadata)
    const record: MutableRecord = {
      queryId,
      sql,
      range,
      limit: undefined,
      ...attribution(metadata),
      outcome: undefined,
      error: undefined,
    }
    this.#log.add(record)
    try {
      record.limit = limitHeader(metadata)
      const bounds = range && { begin: range.begin.epochNanoseconds, end: range.end.epochNanoseconds }
      const thread = await this.#host.thread()
      using cursor = thread.query(sql, { range: bounds, limit: record.limit, preserveDictionary })
      await pump(cursor, response, queryId)
      record.outcome = response.isGone ? 'incomplete' : 'ok'
      response.end()
    } catch (error) {
      record.outcome = 'error'
      record.error = error instanceof Error ? error.message : String(error)
      throw error instanceof CallFailure
        ? error
        : new CallFailure(status.INTERNAL, `${record.error} (query_id=${queryId})`)
    }
  }

  /** Plans a statement and returns the schema of its result, as an Arrow IPC stream. */
  async dryRun(sql: string): Promise<Uint8Array> {
    const thread = await this.#host.thread()
    using cursor = thread.dryRun(sql)
    for (;;) {
      const { done, messages, failure } = await cursor.next()
      if (failure !== undefined) throw queryFailure(failure, randomUUID())
      if (messages[0] !== undefined) return messages[0]
      if (done) throw new CallFailure(status.INTERNAL, 'the engine returned no schema')
    }
  }
}

async function pump(cursor: RemoteCursor, response: ResponseStream<Uint8Array>, queryId: string): Promise<void> {
  // This also stops a query that brings nothing for long.
  void response.gone.then(() => cursor.close())
  while (!response.isGone) {
    const { done, messages, failure } = await cursor.next()
    for (const message of messages) await response.send(message)
    if (failure !== undefined) throw queryFailure(failure, queryId)
    if (done) return
  }
}
