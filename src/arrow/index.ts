/*
 * `kysely-micromegas/arrow`: Arrow IPC bytes and apache-arrow record batches to rows and columns, and back. Needs no service,
 * no gRPC and no Node. Inside of this package everything outside of this folder but driver and client uses it through this
 * file alone.
 */
export { MicromegasError, type MicromegasErrorCode, type MicromegasErrorDetails } from '../errors.js'
export { type AnyColumn, Column, type Columns, column } from '../types/column.js'
export type { ColumnDeclaration, ColumnType, NestedType, TimeUnit } from '../types/column-type.js'
export type { Interval } from '../types/interval.js'
export type { JsonbValue } from '../types/properties.js'
export type { InstantLike } from '../types/temporal.js'
export { type InstantInput, Timestamp } from '../types/timestamp.js'
export type { Int64Option, TimestampOption, TypeOptions } from '../types/type-options.js'
export { fromHex, jsonReplacer, stringify, toHex } from '../types/values.js'
export type { CodedColumn, ColumnArray, Columnar, ColumnarOptions, NumberArray } from './columnar/columnar.js'
export { columnarOf } from './columnar-of.js'
export type { ColumnNames } from './columns-option.js'
export { createRowDecoder, type RowDecoder } from './create-row-decoder.js'
export {
  createRowEncoder,
  type EncodeOptions,
  type RowEncoder,
  type SchemaEncodeOptions,
  schemaOf,
} from './create-row-encoder.js'
export type { AnyRow, DeclaredOptions, DecodedRow, DecodeOptions, UndeclaredOptions } from './decode-options.js'
export type { RowInput } from './encode/row-input.js'
export { RecordBatchAssembler } from './ipc/record-batch-assembler.js'
export { encodeJsonb } from './jsonb/encode-jsonb.js'
export { decodeJsonb, type JsonbOptions } from './jsonb-value.js'
export { readChunks, readColumnar, readRows } from './read-results.js'
export type { ArrowSource, ByteResponse, ByteStream } from './stream/byte-source.js'
export { type BatchReader, type ReadOptions, readBatches } from './stream/read-batches.js'
export { writeBatches } from './stream/write-batches.js'
