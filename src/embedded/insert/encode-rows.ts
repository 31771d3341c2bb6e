import type { Schema } from 'apache-arrow'
import { type Columns, createRowEncoder, type RowEncoder as EncodeBatch, writeBatches } from '../../arrow/index.js'
import { type AnyViewSet, propertyName } from '../../views/view-set.js'

/** Makes Arrow IPC streams of the rows of one view set. */
export class RowEncoder {
  readonly schema: Schema
  readonly #encode: EncodeBatch<object>

  constructor(set: AnyViewSet) {
    const columns = set.columns as Columns
    this.#encode = createRowEncoder(columns, {
      names: Object.fromEntries(Object.keys(columns).map((name) => [name, propertyName(name)])),
      subject: set.name,
    }) as EncodeBatch<object>
    this.schema = this.#encode.schema
  }

  /** Returns the schema alone, as an IPC stream. */
  get schemaStream(): Uint8Array {
    return writeBatches(this.schema, [])
  }

  /**
   * Returns an IPC stream of one record batch.
   *
   * @throws `invalid_argument` for a row that does not fit the declaration: the first one, and its column
   */
  encode(rows: readonly object[]): Uint8Array {
    return writeBatches(this.schema, [this.#encode(rows)])
  }
}
