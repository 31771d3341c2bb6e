import type { RecordBatch, Schema } from 'apache-arrow'
import { RecordBatchAssembler } from '../../arrow/ipc/record-batch-assembler.js'
import { MicromegasError } from '../../errors.js'
import { withCallerStack } from '../failures/caller-stack.js'
import type { CallOptions } from '../request.js'
import { Cancellation } from '../transport/cancellation.js'
import type { QueryStats, QueryStream } from './query-stream.js'
import { type MessageSource, ResultMessages } from './result-messages.js'

/** What a stream needs of its connection. */
export interface ResultSource extends MessageSource {
  /** Told once, before anything is sent. Throws for what must not be sent. */
  started(stream: QueryStream): void
  /** Told once, when nothing more will be read. */
  finished(stream: QueryStream): void
}

/** What there is once a stream has been pulled from. */
interface OpenCall {
  readonly cancellation: Cancellation
  readonly messages: ResultMessages
  readonly startedAt: number
}

/** A result read from a Flight service. */
export class FlightResultStream implements QueryStream {
  readonly #source: ResultSource
  readonly #options: CallOptions
  #call: OpenCall | undefined
  /** Settles, and never fails, when all pulls that were asked for have been served. */
  #pulls: Promise<unknown> = Promise.resolve()
  #assembler = new RecordBatchAssembler()
  #schema: Schema | undefined
  /** Read, but not handed out yet. */
  #batch: RecordBatch | undefined
  #finished = false
  #failure: { readonly reason: unknown } | undefined
  #timeToFirstBatch: number | undefined
  #rows = 0
  #batches = 0
  #bytes = 0

  constructor(source: ResultSource, options: CallOptions) {
    this.#source = source
    this.#options = options
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
      if (this.#schema === undefined) throw new MicromegasError('protocol', 'The result has no schema.')
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
    if (!this.#finished) this.cancel(new MicromegasError('cancelled', 'The result was left before its end.'))
  }

  #takeTurn(): { readonly begun: Promise<unknown>; end(): void } {
    const begun = this.#pulls
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#pulls = promise
    return { begun, end: resolve }
  }

  #forCaller(error: unknown): unknown {
    // Who aborts with a reason gets that very one.
    return error === this.#options.signal?.reason ? error : withCallerStack(error, this.#forCaller)
  }

  /** Reads one message. Whether there may be more. */
  async #advance(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure.reason
    if (this.#finished) return false
    try {
      const more = await this.#read(this.#opened())
      if (!more) this.#finish()
      return more
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  #opened(): OpenCall {
    if (this.#call !== undefined) return this.#call
    const cancellation = new Cancellation(this.#options.signal, this.#options.timeout)
    this.#call = {
      cancellation,
      messages: new ResultMessages(this.#source, cancellation),
      startedAt: performance.now(),
    }
    // Also while nobody pulls: the call is to end now, not at the next pull.
    cancellation.signal.addEventListener('abort', () => this.#fail(cancellation.signal.reason), { once: true })
    cancellation.throwIfCancelled()
    this.#source.started(this)
    return this.#call
  }

  async #read({ messages, startedAt }: OpenCall): Promise<boolean> {
    const message = await messages.next()
    if (message === undefined) return false
    if (message.beginsPart) this.#assembler = new RecordBatchAssembler()
    const batch = this.#assembler.push(message.header, message.body)
    this.#bytes += message.body.byteLength
    this.#takeSchema(this.#assembler.schema)
    if (batch !== undefined) {
      this.#timeToFirstBatch ??= performance.now() - startedAt
      this.#takeBatch(batch)
    }
    return true
  }

  /** Each part begins with its schema, and all must be the same. */
  #takeSchema(schema: Schema | undefined): void {
    if (schema === undefined || schema === this.#schema) return
    if (this.#schema === undefined) this.#schema = schema
    else if (String(schema) !== String(this.#schema)) {
      throw new MicromegasError('protocol', 'The parts of the result have different schemas.')
    }
  }

  #takeBatch(batch: RecordBatch): void {
    const { maxRows } = this.#options
    this.#batches += 1
    this.#rows += batch.numRows
    if (maxRows !== undefined && this.#rows > maxRows) {
      throw new MicromegasError('row_limit', `The result has more rows than maxRows allows: ${maxRows}.`, {
        help: 'Cut it on purpose with .limit(n), or raise maxRows.',
        sql: this.#source.sql,
      })
    }
    this.#batch = batch
  }

  #fail(reason: unknown): void {
    if (this.#finished) return
    this.#failure = { reason }
    this.#batch = undefined
    this.#call?.messages.cancel()
    this.#finish()
  }

  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#call?.cancellation[Symbol.dispose]()
    this.#source.finished(this)
  }
}
