import { type Field, makeData, RecordBatch, type Schema, Struct } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { ColumnType } from '../../types/column-type.js'
import { columnEncoder } from './encoders.js'
import { InvalidValueError, invalidRowError } from './invalid-value.js'

/** What decides, beside a schema, how rows are encoded. */
export interface EncodePlan {
  /** Declared types of fields, by their names, where they are known: only a declaration tells JSONB from other bytes. */
  readonly columns?: ReadonlyMap<string, ColumnType>
  /** The names that fields have in rows, where they differ. */
  readonly propertyNames?: ReadonlyMap<string, string>
  /** Names the rows in errors. */
  readonly table?: string | undefined
}

/**
 * Makes one record batch of rows.
 *
 * @throws MicromegasError `invalid_argument` for the first column that cannot store its values, and the row
 */
export type BatchEncoder = (rows: readonly object[]) => RecordBatch

/**
 * Returns the encoder of a schema: one encoder per column, chosen here once.
 *
 * @throws MicromegasError `unsupported` for an Arrow type that is not written
 */
export function createBatchEncoder(schema: Schema, plan: EncodePlan = {}): BatchEncoder {
  const { columns: declared, propertyNames, table } = plan
  const columns = schema.fields.map((field: Field) => ({
    name: propertyNames?.get(field.name) ?? field.name,
    encode: columnEncoder(field, declared?.get(field.name)),
  }))
  const names = new Set(columns.map(({ name }) => name))
  const type = new Struct(schema.fields)
  return (rows) => {
    checkRows(rows, names, table)
    const children = columns.map(({ name, encode }) => {
      try {
        return encode(rows.map((row) => (row as Readonly<Record<string, unknown>>)[name]))
      } catch (error) {
        throw error instanceof InvalidValueError ? invalidRowError(error, name, table) : error
      }
    })
    return new RecordBatch(schema, makeData({ type, length: rows.length, nullCount: 0, children }))
  }
}

function checkRows(rows: unknown, known: ReadonlySet<string>, table: string | undefined): void {
  const prefix = table === undefined ? '' : `${table}: `
  if (!Array.isArray(rows)) throw new MicromegasError('invalid_argument', `${prefix}expected an array of rows.`)
  // Rows of one program mostly have the same names in the same order.
  let last: readonly string[] = []
  for (let index = 0; index < rows.length; index++) {
    const row: unknown = rows[index]
    if (typeof row !== 'object' || row === null) {
      throw new MicromegasError('invalid_argument', `${prefix}row ${index} is not an object.`)
    }
    const names = Object.keys(row)
    if (names.length === last.length && names.every((name, position) => name === last[position])) continue
    last = names
    const unknown = names.find((name) => !known.has(name))
    if (unknown === undefined) continue
    throw invalidRowError(new InvalidValueError('the schema has no such column', { index }), unknown, table)
  }
}
