import type { RecordBatch, Schema } from 'apache-arrow'
import { createRowDecoder, type RowDecoder, type RowPlan } from '../../arrow/decode/row-decoder.js'
import type { CompleteTypeOptions } from '../../types/type-options.js'
import type { QueryPlan } from '../compiled-query.js'

/** Rows of the record batches of one query, all of one schema. */
export interface BatchDecoder<R> {
  /** The rows `begin` to `end` (exclusive), by default all. */
  (batch: RecordBatch, begin?: number, end?: number): R[]
  /** The rows in pieces, for who takes them one by one: the first is there long before all are made. */
  pieces(batch: RecordBatch): Generator<R[], void, undefined>
  /** @throws for a schema that no rows can be made of: names that repeat, types other than declared */
  check(schema: Schema): void
}

/** What the compiler knows of a query's results, and the options, as decoders take them. */
export function rowPlanOf({ plan }: { readonly plan?: QueryPlan | undefined }, types: CompleteTypeOptions): RowPlan {
  return plan === undefined ? { types } : { types, propertyNames: plan.propertyNames, columns: plan.resultColumns }
}

/** The decoder of a query's results, made at its first record batch from the result's own schema. */
export function rowDecoderFor<R>(
  query: { readonly plan?: QueryPlan | undefined },
  types: CompleteTypeOptions,
): BatchDecoder<R> {
  let decoder: RowDecoder | undefined
  const forSchema = (schema: Schema): RowDecoder => {
    decoder ??= createRowDecoder(schema, rowPlanOf(query, types))
    return decoder
  }
  // What the compiler says of R was made from the same declarations and options as the decoder.
  const decode = (batch: RecordBatch, begin?: number, end?: number) => forSchema(batch.schema)(batch, begin, end) as R[]
  return Object.assign(decode, {
    check: (schema: Schema) => void forSchema(schema),
    *pieces(batch: RecordBatch) {
      for (let from = 0; from < batch.numRows; from += rowsPerPiece) {
        yield decode(batch, from, Math.min(from + rowsPerPiece, batch.numRows))
      }
    },
  })
}

/** A record batch has thousands of rows, mostly. */
const rowsPerPiece = 256
