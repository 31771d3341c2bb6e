import type { RecordBatch, Schema } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import { withCallerStack } from '../failures/caller-stack.js'
import { queryHeaders } from '../query/query-headers.js'
import { Cancellation } from '../transport/cancellation.js'
import type { PreparedQuery } from './prepared-query.js'
import type { QueryStats, QueryStream } from './query-stream.js'
import type { ResultBatches } from './result-batches.js'

/** What exists once a stream has been pulled from. */
interface OpenCall {
  readonly cancellation: Cancellation
  readonly startedAt: number
  /** Reads the result. The libraries that this takes are loaded at the first pull. */
  batches: ResultBatches | undefined
}

/** The result of a prepared query, read from a Flight service. */
export class FlightResultStream implements QueryStream {
  readonly #query: PreparedQuery
  #call: OpenCall | undefined
  /** Settles, and never fails, when all pulls that were asked for have been served. */
  #pulls: Promise<unknown> = Promise.resolve()
  #schema: Schema | undefined
  /** Read, but not handed out yet. */
  #batch: RecordBatch | undefined
  #finished = false
  #failure: { readonly reason: unknown } | undefined
  #timeToFirstBatch: number | undefined
  #rows = 0
  #batches = 0
  #bytes = 0

  constructor(query: PreparedQuery) {
    this.#query = query
  }

  get stats(): QueryStats {
    return {
      rows: this.#rows,
      batches: this.#batches,
      bytes: this.#bytes,
      timeToFirstBatch: this.#timeToFirstBatch,
    }
  }

  async schema(): Promise<Schema> {
    const turn = this.#takeTurn()
    try {
      await turn.begun
      while (this.#schema === undefined && (await this.#advance()));
      if (this.#schema === undefined) {
        throw new MicromegasError('protocol', 'The result has no schema.', {
          help: "If the service is not Micromegas, set tickets to 'flight-info'.",
        })
      }
      return this.#schema
    } catch (error) {
      throw this.#forCaller(error)
    } finally {
      turn.end()
    }
  }

  async next(): Promise<RecordBatch | undefined> {
    const turn = this.#takeTurn()
    try {
      await turn.begun
      while (this.#batch === undefined && (await this.#advance()));
      const batch = this.#batch
      this.#batch = undefined
      return batch
    } catch (error) {
      throw this.#forCaller(error)
    } finally {
      turn.end()
    }
  }

  cancel(reason: unknown = new MicromegasError('cancelled', 'The query was cancelled.')): void {
    if (this.#call === undefined) this.#fail(reason)
    else this.#call.cancellation.cancel(reason)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    try {
      for (let batch = await this.next(); batch !== undefined; batch = await this.next()) yield batch
    } finally {
      await this[Symbol.asyncDispose]()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#finished) {
      this.cancel(new MicromegasError('cancelled', 'The result was abandoned before it was fully read.'))
    }
  }

  #takeTurn(): { readonly begun: Promise<unknown>; end(): void } {
    const begun = this.#pulls
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#pulls = promise
    return { begun, end: resolve }
  }

  #forCaller(error: unknown): unknown {
    // A caller who aborts with a reason gets that very reason.
    return error === this.#query.limits.signal?.reason ? error : withCallerStack(error, this.#forCaller)
  }

  /** Reads one message. Returns whether there may be more. */
  async #advance(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure.reason
    if (this.#finished) return false
    try {
      const more = await this.#read()
      if (!more) this.#finish()
      return more
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  async #read(): Promise<boolean> {
    const call = this.#call ?? this.#open()
    call.batches ??= await this.#load(call.cancellation)
    const step = await call.batches.next()
    if (step === undefined) return false
    this.#bytes += step.bytes
    this.#schema ??= step.schema
    if (step.batch !== undefined) {
      this.#timeToFirstBatch ??= performance.now() - call.startedAt
      this.#takeBatch(step.batch)
    }
    return true
  }

  #open(): OpenCall {
    const { closed, limits } = this.#query
    const cancellation = new Cancellation([closed, limits.signal], limits.timeout)
    this.#call = { cancellation, startedAt: performance.now(), batches: undefined }
    // Also while nobody pulls: the call must end now, not at the next pull.
    cancellation.signal.addEventListener('abort', () => this.#fail(cancellation.signal.reason), { once: true })
    cancellation.throwIfCancelled()
    return this.#call
  }

  async #load(cancellation: Cancellation): Promise<ResultBatches> {
    const headers = queryHeaders(this.#query.request, this.#query.limits.maxRows)
    const { ResultBatches } = await import('./result-batches.js')
    cancellation.throwIfCancelled()
    return new ResultBatches(this.#query, headers, cancellation)
  }

  #takeBatch(batch: RecordBatch): void {
    const { maxRows } = this.#query.limits
    this.#batches += 1
    this.#rows += batch.numRows
    if (maxRows !== undefined && this.#rows > maxRows) {
      throw new MicromegasError('row_limit', `The result has more rows than maxRows allows: ${maxRows}.`, {
        help: 'Cut it on purpose with .limit(n), or raise maxRows.',
        sql: this.#query.request.sql,
      })
    }
    this.#batch = batch
  }

  #fail(reason: unknown): void {
    if (this.#finished) return
    this.#failure = { reason }
    this.#batch = undefined
    this.#call?.batches?.cancel()
    this.#finish()
  }

  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#call?.cancellation[Symbol.dispose]()
  }
}
