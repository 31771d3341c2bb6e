import { makeData, RecordBatch, RecordBatchStreamWriter, type Schema, Struct, Table } from 'apache-arrow'
import { ColumnProblem, encodeColumn } from '../../arrow/encode/encode-column.js'
import { refusedRow } from '../../arrow/encode/problem.js'
import { MicromegasError } from '../../errors.js'
import { type AnyViewSet, propertyName } from '../../views/view-set.js'
import { arrowSchema, columnsOf } from './arrow-schema.js'

/** Makes Arrow IPC streams of the rows of one view set. */
export class RowEncoder {
  readonly schema: Schema
  readonly #set: AnyViewSet
  readonly #columns: ReturnType<typeof columnsOf>
  readonly #properties: readonly string[]

  constructor(set: AnyViewSet) {
    this.#set = set
    this.#columns = columnsOf(set)
    this.#properties = this.#columns.map(([name]) => propertyName(name))
    this.schema = arrowSchema(set)
  }

  /**
   * An IPC stream of one record batch.
   *
   * @throws `invalid_argument` for a row that does not fit the declaration: the first one, and its column
   */
  encode(rows: readonly object[]): Uint8Array {
    if (!Array.isArray(rows)) throw new MicromegasError('invalid_argument', `${this.#set.name}: rows must be an array.`)
    this.#refuseUnknownColumns(rows)
    const children = this.#columns.map(([, declaration], index) => {
      const property = this.#properties[index] as string
      try {
        const values = rows.map((row) => (row as Record<string, unknown>)[property])
        return encodeColumn(declaration, (this.schema.fields[index] as Schema['fields'][number]).type, values)
      } catch (error) {
        if (!(error instanceof ColumnProblem)) throw error
        throw refusedRow({ viewSet: this.#set.name, column: property }, error.index, error.message)
      }
    })
    const type = new Struct(this.schema.fields)
    const data = makeData({ type, length: rows.length, nullCount: 0, children: children as never })
    return RecordBatchStreamWriter.writeAll(new Table([new RecordBatch(this.schema, data)])).toUint8Array(true)
  }

  #refuseUnknownColumns(rows: readonly unknown[]): void {
    const known = new Set(this.#properties)
    // Rows of one program mostly have the same names in the same order.
    let last: readonly string[] = []
    rows.forEach((row, index) => {
      if (typeof row !== 'object' || row === null) {
        throw new MicromegasError('invalid_argument', `${this.#set.name}: row ${index} is no object.`)
      }
      const names = Object.keys(row)
      if (names.length === last.length && names.every((name, position) => name === last[position])) return
      last = names
      const extra = names.find((name) => !known.has(name))
      if (extra === undefined) return
      throw refusedRow({ viewSet: this.#set.name, column: extra }, index, 'the view set has no such column.')
    })
  }
}
