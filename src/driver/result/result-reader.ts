import type { RecordBatch, Table } from 'apache-arrow'
import type { Columnar, ColumnarOptions } from '../../arrow/columnar/columnar.js'
import { joinChunks } from '../../arrow/decode/join-chunks.js'
import type { RowPlan } from '../../arrow/decode/row-decoder.js'
import type { CompleteTypeOptions } from '../../types/type-options.js'
import type { QueryPlan } from '../query/compiled-query.js'
import { releaseMemory } from './batch-memory.js'
import type { QueryStream } from './query-stream.js'

/** How many rows a slice has: the first is there long before the rows of a whole record batch are made. */
const rowsPerSlice = 256

/**
 * Reads the result of one query, once, in the form that the caller wants. The forms that make values (rows, chunks, slices,
 * columns) check the result's schema before its first row, and also when there are no rows; those of plain Arrow (batches,
 * table) hand out whatever arrives. Each ends the query when it is left early.
 */
export class ResultReader<R> {
  readonly #stream: QueryStream
  readonly #plan: RowPlan

  /** @param plan what the compiler knows of the statement; nothing for SQL text */
  constructor(stream: QueryStream, plan: QueryPlan | undefined, types: CompleteTypeOptions) {
    this.#stream = stream
    this.#plan =
      plan === undefined ? { types } : { types, propertyNames: plan.propertyNames, columns: plan.resultColumns }
  }

  /** Returns the record batches as they arrive. */
  batches(): QueryStream {
    return this.#stream
  }

  /** Returns all record batches as one table. */
  async table(): Promise<Table> {
    const batches = await this.#allBatches()
    const { Table } = await import('apache-arrow')
    return new Table(await this.#stream.schema(), batches)
  }

  /**
   * Returns all rows.
   *
   * @throws `invalid_argument` for a result with two columns of one name, `protocol` for a column that is not of the type
   * that was declared; otherwise as {@link QueryStream.next}
   */
  async rows(): Promise<R[]> {
    await using stream = this.#stream
    const { first, decode } = await this.#begin()
    const chunks: R[][] = []
    for (let batch = first; batch !== undefined; batch = await stream.next()) {
      chunks.push(decode(batch))
      releaseMemory(batch)
    }
    return joinChunks(chunks)
  }

  /** Returns the rows as they arrive, one array per record batch. @throws as {@link rows} */
  async *chunks(): AsyncGenerator<R[], void, undefined> {
    await using stream = this.#stream
    const { first, decode } = await this.#begin()
    for (let batch = first; batch !== undefined; batch = await stream.next()) {
      const rows = decode(batch)
      releaseMemory(batch)
      yield rows
    }
  }

  /** Returns the rows as they arrive, a few hundred per array, to hand them out one by one. @throws as {@link rows} */
  async *slices(): AsyncGenerator<R[], void, undefined> {
    await using stream = this.#stream
    const { first, decode } = await this.#begin()
    for (let batch = first; batch !== undefined; batch = await stream.next()) {
      for (let from = 0; from < batch.numRows; from += rowsPerSlice) {
        yield decode(batch, from, Math.min(from + rowsPerSlice, batch.numRows))
      }
      releaseMemory(batch)
    }
  }

  /** Returns the whole result by columns. @throws as {@link rows} */
  async columnar(options: ColumnarOptions): Promise<Columnar<Record<string, unknown>>> {
    const batches = await this.#allBatches()
    const { columnarOf } = await import('../../arrow/columnar/columnar-of.js')
    return columnarOf(await this.#stream.schema(), batches, this.#plan, options)
  }

  async #allBatches(): Promise<RecordBatch[]> {
    const batches: RecordBatch[] = []
    for await (const batch of this.#stream) batches.push(batch)
    return batches
  }

  /** Pulls the first record batch, and makes the decoder of the result, which checks its columns. */
  async #begin(): Promise<{ readonly first: RecordBatch | undefined; readonly decode: BatchDecoder<R> }> {
    // What the service reports comes before what is wrong with the columns of a result, whether or not it has rows.
    const first = await this.#stream.next()
    const schema = await this.#stream.schema()
    const { createRowDecoder } = await import('../../arrow/decode/row-decoder.js')
    // What the compiler says of R was made from the same declarations and options as the decoder.
    return { first, decode: createRowDecoder(schema, this.#plan) as BatchDecoder<R> }
  }
}

/** Makes the rows `begin` to `end` (exclusive) of a record batch, by default of all. */
type BatchDecoder<R> = (batch: RecordBatch, begin?: number, end?: number) => R[]
