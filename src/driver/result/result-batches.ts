import type { RecordBatch, Schema } from 'apache-arrow'
import type { RecordBatchAssembler } from '../../arrow/ipc/record-batch-assembler.js'
import { MicromegasError } from '../../errors.js'
import type { HeaderList } from '../config/attribution.js'
import type { Cancellation } from '../transport/cancellation.js'
import { noteMemory } from './batch-memory.js'
import type { PreparedQuery } from './prepared-query.js'
import { ResultMessages } from './result-messages.js'

/** What a message of a result brings: the schema with the first one, a record batch with many. */
export interface ResultStep {
  readonly schema: Schema | undefined
  readonly batch: RecordBatch | undefined
  /** Bytes of the message's body. */
  readonly bytes: number
}

/** Assembles the record batches of a result from its messages. */
export class ResultBatches {
  readonly #messages: ResultMessages
  #arrow: typeof import('../../arrow/ipc/record-batch-assembler.js') | undefined
  #assembler: RecordBatchAssembler | undefined
  #schema: Schema | undefined

  constructor(query: PreparedQuery, headers: HeaderList, cancellation: Cancellation) {
    this.#messages = new ResultMessages(query, headers, cancellation)
  }

  /**
   * Reads one message; returns nothing at the end.
   *
   * @throws what the service reports, `protocol` for bytes that are not valid, and the reason of the cancellation
   */
  async next(): Promise<ResultStep | undefined> {
    const pending = this.#messages.next()
    // Arrow is loaded while the service works on the query.
    this.#arrow ??= (await Promise.all([import('../../arrow/ipc/record-batch-assembler.js'), pending]))[0]
    const message = await pending
    if (message === undefined) return undefined
    if (message.beginsPart || this.#assembler === undefined) this.#assembler = new this.#arrow.RecordBatchAssembler()
    const batch = this.#assembler.push(message.header, message.body)
    if (batch !== undefined) noteMemory(batch, message.bytes)
    this.#checkSchema(this.#assembler.schema)
    return { schema: this.#schema, batch, bytes: message.body.byteLength }
  }

  /** Ends the open call, on the server too; a pull that waits fails. */
  cancel(): void {
    this.#messages.cancel()
  }

  /** Each part begins with its schema, and all must be the same. */
  #checkSchema(schema: Schema | undefined): void {
    if (schema === undefined || schema === this.#schema) return
    if (this.#schema === undefined) this.#schema = schema
    else if (String(schema) !== String(this.#schema)) {
      throw new MicromegasError('protocol', 'The parts of the result have different schemas.')
    }
  }
}
