import { setTimeout as sleep } from 'node:timers/promises'
import type { Metadata } from '@grpc/grpc-js'
import type { RecordBatch, Schema } from 'apache-arrow'
import { MicromegasError } from '../errors.js'
import { isCallStatus } from './call-status.js'
import { withCallerStack } from './caller-stack.js'
import { Cancellation } from './cancellation.js'
import type { FlightClient } from './flight-client.js'
import { RecordBatchAssembler } from './ipc/record-batch-assembler.js'
import { MessageReader } from './message-reader.js'
import { readFlightData } from './protocol/flight-data.js'
import type { QueryStats, QueryStream } from './query-stream.js'
import type { CallOptions } from './request.js'
import type { RetryPolicy } from './retry.js'
import { statusError } from './status-error.js'

/** A part of a result: a ticket, and the services any of which redeems it. */
export interface ResultPart {
  readonly locations: readonly FlightClient[]
  readonly ticket: Uint8Array
}

/** The parts of a result, in the order of its rows. */
export interface ResultParts {
  readonly parts: readonly ResultPart[]
  /** The Arrow IPC message of the schema, where it is known before the parts are. */
  readonly schemaMessage?: Uint8Array | undefined
}

/** What a stream needs of its connection. */
export interface ResultSource {
  readonly sql: string
  readonly retry: RetryPolicy
  /** Told once, before anything is sent. Throws for what must not be sent. */
  started(stream: QueryStream): void
  /** Where the result can be had. Asked again when a call is retried. */
  locate(signal: AbortSignal): Promise<ResultParts>
  /** Metadata of a call, made anew for each: tokens refresh. */
  metadata(): Promise<Metadata>
  /** Told once, when nothing more will be read. */
  finished(stream: QueryStream): void
}

/** A result read from a Flight service. */
export class FlightResultStream implements QueryStream {
  readonly #source: ResultSource
  readonly #options: CallOptions
  #cancellation: Cancellation | undefined
  /** Settles, and never fails, when all pulls that were asked for have been served. */
  #pulls: Promise<unknown> = Promise.resolve()
  #parts: ResultPart[] | undefined
  #reader: MessageReader<Uint8Array> | undefined
  #assembler = new RecordBatchAssembler()
  #schema: Schema | undefined
  /** Read, but not handed out yet. */
  #batch: RecordBatch | undefined
  #received = false
  #finished = false
  #failure: { readonly reason: unknown } | undefined
  #startedAt = 0
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
    if (this.#cancellation === undefined) this.#fail(reason)
    else this.#cancellation.cancel(reason)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    try {
      for (let batch = await this.next(); batch !== undefined; batch = await this.next()) yield batch
    } finally {
      await this[Symbol.asyncDispose]()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel(new MicromegasError('cancelled', 'The result was left before its end.'))
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
      const more = await this.#read(this.#started())
      if (!more) this.#finish()
      return more
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  #started(): Cancellation {
    if (this.#cancellation !== undefined) return this.#cancellation
    const cancellation = new Cancellation(this.#options.signal, this.#options.timeout)
    this.#cancellation = cancellation
    // Also while nobody pulls: the call is to end now, not at the next pull.
    cancellation.signal.addEventListener('abort', () => this.#fail(cancellation.signal.reason), { once: true })
    this.#startedAt = performance.now()
    cancellation.throwIfCancelled()
    this.#source.started(this)
    return cancellation
  }

  async #read(cancellation: Cancellation): Promise<boolean> {
    const message = this.#reader === undefined ? await this.#open(cancellation) : await this.#guard(this.#reader.next())
    // Messages that had arrived before the call was ended may still be there.
    cancellation.throwIfCancelled()
    if (message === undefined) {
      this.#reader = undefined
      return this.#parts !== undefined && this.#parts.length > 0
    }
    this.#received = true
    const { header, body } = readFlightData(message)
    this.#take(header, body)
    return true
  }

  #take(header: Uint8Array, body: Uint8Array): void {
    const batch = this.#assembler.push(header, body)
    this.#bytes += body.byteLength
    this.#takeSchema(this.#assembler.schema)
    if (batch === undefined) return
    this.#timeToFirstBatch ??= performance.now() - this.#startedAt
    this.#batches += 1
    this.#rows += batch.numRows
    this.#checkRows()
    this.#batch = batch
  }

  /** Each part begins with its schema, and all must be the same. */
  #takeSchema(schema: Schema | undefined): void {
    if (schema === undefined || schema === this.#schema) return
    if (this.#schema === undefined) this.#schema = schema
    else if (String(schema) !== String(this.#schema)) {
      throw new MicromegasError('protocol', 'The parts of the result have different schemas.')
    }
  }

  #checkRows(): void {
    const { maxRows } = this.#options
    if (maxRows === undefined || this.#rows <= maxRows) return
    throw new MicromegasError('row_limit', `The result has more rows than maxRows allows: ${maxRows}.`, {
      help: 'Cut it on purpose with .limit(n), or raise maxRows.',
      sql: this.#source.sql,
    })
  }

  /** Opens the next part and gives its first message. Only here is a call made again: nothing has been handed out yet. */
  async #open(cancellation: Cancellation): Promise<Uint8Array | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#openNextPart(cancellation)
      } catch (error) {
        const pause = this.#received ? undefined : this.#source.retry.delayAfter(attempt, error)
        if (pause === undefined) throw error
        await cancellation.race(sleep(pause, undefined, { signal: cancellation.signal }))
      }
    }
  }

  async #openNextPart(cancellation: Cancellation): Promise<Uint8Array | undefined> {
    this.#parts ??= await this.#locate(cancellation)
    const [part] = this.#parts
    if (part === undefined) return undefined
    const message = await this.#firstMessage(part, cancellation)
    this.#parts.shift()
    return message
  }

  async #locate(cancellation: Cancellation): Promise<ResultPart[]> {
    const { parts, schemaMessage } = await this.#guard(cancellation.race(this.#source.locate(cancellation.signal)))
    if (schemaMessage !== undefined) this.#take(schemaMessage, new Uint8Array(0))
    return [...parts]
  }

  /** Asks one location after the other: of the last one's failure it is told. */
  async #firstMessage({ locations, ticket }: ResultPart, cancellation: Cancellation): Promise<Uint8Array | undefined> {
    for (const [index, client] of locations.entries()) {
      const metadata = await this.#guard(cancellation.race(this.#source.metadata()))
      this.#assembler = new RecordBatchAssembler()
      this.#reader = new MessageReader(client.doGet(ticket, metadata))
      try {
        return await this.#guard(this.#reader.next())
      } catch (error) {
        const unavailable = error instanceof MicromegasError && error.code === 'unavailable'
        if (!unavailable || index === locations.length - 1) throw error
      }
    }
    throw new MicromegasError('protocol', 'A part of the result has no location.')
  }

  /** A step of the call, its failures in words of this package. */
  async #guard<T>(step: Promise<T>): Promise<T> {
    try {
      return await step
    } catch (error) {
      this.#cancellation?.throwIfCancelled()
      throw isCallStatus(error) ? statusError(error, this.#source.sql) : error
    }
  }

  #fail(reason: unknown): void {
    if (this.#finished) return
    this.#failure = { reason }
    this.#batch = undefined
    this.#reader?.cancel()
    this.#finish()
  }

  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#cancellation?.[Symbol.dispose]()
    this.#source.finished(this)
  }
}
