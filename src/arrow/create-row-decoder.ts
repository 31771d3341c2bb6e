import type { RecordBatch, Schema } from 'apache-arrow'
import { invalidArgument } from '../errors.js'
import type { Columns } from '../types/column.js'
import type { TypeOptions } from '../types/type-options.js'
import { batchCheck } from './batch-check.js'
import type { ColumnNames } from './columns-option.js'
import { createRowDecoder as createDecoder } from './decode/row-decoder.js'
import {
  type AnyRow,
  checkDecodeOptions,
  type DeclaredOptions,
  type DecodedRow,
  type DecodeOptions,
  planOf,
  type UndeclaredOptions,
} from './decode-options.js'

/**
 * Makes plain objects of the rows `begin` to `end` (exclusive) of a record batch, by default of all. All of them have one
 * shape; none keeps the memory of the batch.
 */
export type RowDecoder<Row> = (batch: RecordBatch, begin?: number, end?: number) => Row[]

/**
 * Creates the decoder of record batches of one schema. Everything that depends on types and options is decided here, once:
 * create it once per schema, not once per batch.
 *
 * @example
 * ```ts
 * import { column, createRowDecoder, readBatches } from 'kysely-micromegas/arrow'
 *
 * const batches = readBatches(await fetch('/spans.arrow'))
 * const decode = createRowDecoder(await batches.schema(), {
 *   columns: { name: column.utf8(), duration: column.int64() },
 *   types: { int64: 'number' },
 * })
 * for await (const batch of batches) {
 *   for (const { name, duration } of decode(batch)) console.log(name, duration / 1e6)
 * }
 * ```
 * @throws `invalid_argument` for options that cannot work, and for two columns of one name; `protocol` for a declared column
 * that the schema lacks, or has of a type with other values; `unsupported` for an Arrow type that rows do not support. The
 * decoder throws `protocol` for values that cannot be decoded, and names their column
 */
export function createRowDecoder<C extends Columns, const T extends TypeOptions = {}, const N extends ColumnNames = {}>(
  schema: Schema,
  options: DeclaredOptions<C, T, N>,
): RowDecoder<DecodedRow<C, T, N>>
export function createRowDecoder<Row = AnyRow>(schema: Schema, options?: UndeclaredOptions): RowDecoder<Row>
export function createRowDecoder(schema: Schema, options: DecodeOptions = {}): RowDecoder<unknown> {
  return rowDecoderOf(schema, options)
}

/** Creates a decoder whose rows have no type. */
export function rowDecoderOf(schema: Schema, options: DecodeOptions): RowDecoder<unknown> {
  const subject = 'createRowDecoder'
  checkDecodeOptions(subject, options)
  const decode = createDecoder(schema, planOf(subject, schema, options))
  const check = batchCheck(schema, options)
  return (batch, begin = 0, end = batch.numRows) => {
    check(batch)
    if (!(Number.isInteger(begin) && Number.isInteger(end) && begin >= 0 && begin <= end && end <= batch.numRows)) {
      throw invalidArgument(`Rows ${begin} to ${end} are not in a record batch of ${batch.numRows} rows.`)
    }
    return decode(batch, begin, end)
  }
}
