import { type RecordBatch, RecordBatchStreamWriter, type Schema, Table } from 'apache-arrow'

/**
 * Returns record batches of one schema as the bytes of an Arrow IPC stream, which every Arrow implementation reads.
 *
 * @example
 * ```ts
 * import { column, createRowEncoder, writeBatches } from 'kysely-micromegas/arrow'
 *
 * const encode = createRowEncoder({ name: column.utf8(), ms: column.float64() })
 * const bytes = writeBatches(encode.schema, [encode([{ name: 'frame', ms: 16.6 }])])
 * ```
 */
export function writeBatches(schema: Schema, batches: readonly RecordBatch[]): Uint8Array {
  return RecordBatchStreamWriter.writeAll(new Table(schema, [...batches])).toUint8Array(true)
}
