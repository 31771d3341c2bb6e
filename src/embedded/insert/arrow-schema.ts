import { RecordBatchStreamWriter, Schema, Table } from 'apache-arrow'
import { arrowField } from '../../arrow/encode/arrow-type.js'
import type { ColumnDeclaration } from '../../types/column-type.js'
import type { AnyViewSet } from '../../views/view-set.js'

/** Returns the columns of a view set by their SQL names. */
export function columnsOf(set: AnyViewSet): [name: string, declaration: ColumnDeclaration][] {
  return Object.entries(set.columns as Record<string, { readonly declaration: ColumnDeclaration }>).map(
    ([name, { declaration }]) => [name, declaration],
  )
}

/** Returns the Arrow schema of a view set. */
export function arrowSchema(set: AnyViewSet): Schema {
  return new Schema(columnsOf(set).map(([name, declaration]) => arrowField(name, declaration)))
}

/** Returns a schema alone, as an Arrow IPC stream. */
export function schemaStream(schema: Schema): Uint8Array {
  return RecordBatchStreamWriter.writeAll(new Table(schema, [])).toUint8Array(true)
}
