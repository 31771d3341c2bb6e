import type { RecordBatch, Schema } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import { refuseUnknownOptions, type SupportedOptions } from '../../types/options.js'
import { RecordBatchAssembler } from '../ipc/record-batch-assembler.js'
import { type ArrowSource, type ByteSource, openSource } from './byte-source.js'
import { type IpcMessage, readMessages } from './message-reader.js'

/** How Arrow IPC bytes are read. */
export interface ReadOptions {
  /**
   * Takes a stream that stops after a whole message without the marker of its end, which Arrow permits and some writers
   * leave out. Then a connection that broke between two messages cannot be told from the end. Default: false, an error.
   */
  readonly allowMissingEnd?: boolean
}

/** All options of {@link readBatches}, by their names. */
const readOptionNames: SupportedOptions<ReadOptions> = { allowMissingEnd: true }

/**
 * The record batches of Arrow IPC bytes, pulled one by one: the source is read no further than the caller is. Leaving a loop
 * over them cancels the source.
 */
export interface BatchReader extends AsyncIterable<RecordBatch>, AsyncDisposable {
  /** Returns the schema, which comes before the first record batch, and also when there is none. */
  schema(): Promise<Schema>
  /**
   * Returns the next record batch; `undefined` at the end. Calls that do not wait for each other are served in turn. After
   * a failure every further call fails likewise: a part is never taken for the whole.
   */
  next(): Promise<RecordBatch | undefined>
}

/**
 * Reads the record batches of Arrow IPC bytes, in the stream or the file format. Nothing is copied but buffers that came in
 * pieces, or at an address that their numbers cannot have.
 *
 * @example
 * ```ts
 * import { readBatches } from 'kysely-micromegas/arrow'
 *
 * const batches = readBatches(await fetch('/spans.arrow'))
 * console.log((await batches.schema()).fields.map((field) => field.name))
 * for await (const batch of batches) console.log(batch.numRows)
 * ```
 * @throws `invalid_argument` at once for what is not a source of bytes; when reading, `protocol` for bytes that are not
 * Arrow IPC or end before their end, `unsupported` for types and compression that are not read, and whatever the source
 * fails with
 */
export function readBatches(source: ArrowSource, options: ReadOptions = {}): BatchReader {
  refuseUnknownOptions('readBatches', options, readOptionNames)
  return new IpcBatchReader(openSource(source), options.allowMissingEnd ?? false)
}

class IpcBatchReader implements BatchReader {
  readonly #source: ByteSource
  readonly #messages: AsyncIterator<IpcMessage, void>
  readonly #assembler = new RecordBatchAssembler()
  /** Settles, and never fails, when all calls before have been served. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Read, but not returned yet. */
  #batch: RecordBatch | undefined
  #ended = false
  #failure: { readonly reason: unknown } | undefined

  constructor(source: ByteSource, allowMissingEnd: boolean) {
    this.#source = source
    this.#messages = readMessages(source, allowMissingEnd)
  }

  schema(): Promise<Schema> {
    return this.#inTurn(async () => {
      while (this.#assembler.schema === undefined && (await this.#advance()));
      const { schema } = this.#assembler
      if (schema === undefined) throw new MicromegasError('protocol', 'The Arrow data has no schema.')
      return schema
    })
  }

  next(): Promise<RecordBatch | undefined> {
    return this.#inTurn(async () => {
      while (this.#batch === undefined && (await this.#advance()));
      const batch = this.#batch
      this.#batch = undefined
      return batch
    })
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch, void, undefined> {
    try {
      for (let batch = await this.next(); batch !== undefined; batch = await this.next()) yield batch
    } finally {
      await this[Symbol.asyncDispose]()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended || this.#failure !== undefined) return
    this.#fail(new MicromegasError('cancelled', 'The Arrow data was abandoned before it was fully read.'))
    await this.#source.cancel()
  }

  #inTurn<T>(serve: () => Promise<T>): Promise<T> {
    const served = this.#turn.then(serve)
    this.#turn = served.catch(() => {})
    return served
  }

  /** Reads one message. Returns whether there may be more. */
  async #advance(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure.reason
    if (this.#ended) return false
    try {
      const { done, value } = await this.#messages.next()
      if (done) this.#ended = true
      else this.#batch = this.#assembler.push(value.header, value.body)
      return !done
    } catch (error) {
      this.#fail(error)
      // What the source has left is of no use. Why it cannot be let go does not matter beside the first failure.
      await this.#source.cancel().catch(() => {})
      throw error
    }
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason }
    this.#batch = undefined
  }
}
