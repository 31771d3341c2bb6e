import type { RecordBatch, Schema } from 'apache-arrow'
import type { CompleteTypeOptions } from '../views/type-options.js'
import type { QueryPlan } from './compiled-query.js'
import { createRowDecoder, type RowDecoder } from './rows/row-decoder.js'

/** Rows of the record batches of one query, all of one schema. */
export interface BatchDecoder<R> {
  (batch: RecordBatch): R[]
  /** @throws for a schema that no rows can be made of: names that repeat, types other than declared */
  check(schema: Schema): void
}

/** The decoder of a query's results, made at its first record batch from the result's own schema. */
export function rowDecoderFor<R>(
  query: { readonly plan?: QueryPlan | undefined },
  types: CompleteTypeOptions,
): BatchDecoder<R> {
  let decoder: RowDecoder | undefined
  const forSchema = (schema: Schema): RowDecoder => {
    decoder ??= createRowDecoder(schema, {
      types,
      ...(query.plan === undefined
        ? {}
        : { propertyNames: query.plan.propertyNames, columns: query.plan.resultColumns }),
    })
    return decoder
  }
  // What the compiler says of R was made from the same declarations and options as the decoder.
  return Object.assign((batch: RecordBatch) => forSchema(batch.schema)(batch) as R[], {
    check: (schema: Schema) => void forSchema(schema),
  })
}
