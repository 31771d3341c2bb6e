import { RecordBatchStreamWriter, type Schema, Table } from 'apache-arrow'
import { type BatchEncoder, createBatchEncoder } from '../../arrow/encode/batch-encoder.js'
import { type AnyViewSet, propertyName } from '../../views/view-set.js'
import { arrowSchema, columnsOf } from './arrow-schema.js'

/** Makes Arrow IPC streams of the rows of one view set. */
export class RowEncoder {
  readonly schema: Schema
  readonly #encode: BatchEncoder

  constructor(set: AnyViewSet) {
    const columns = columnsOf(set)
    this.schema = arrowSchema(set)
    this.#encode = createBatchEncoder(this.schema, {
      columns: new Map(columns.map(([name, { type }]) => [name, type])),
      propertyNames: new Map(columns.map(([name]) => [name, propertyName(name)])),
      table: set.name,
    })
  }

  /**
   * Returns an IPC stream of one record batch.
   *
   * @throws `invalid_argument` for a row that does not fit the declaration: the first one, and its column
   */
  encode(rows: readonly object[]): Uint8Array {
    return RecordBatchStreamWriter.writeAll(new Table([this.#encode(rows)])).toUint8Array(true)
  }
}
