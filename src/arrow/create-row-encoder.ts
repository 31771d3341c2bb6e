import { type RecordBatch, Schema } from 'apache-arrow'
import { invalidArgument } from '../errors.js'
import type { Columns } from '../types/column.js'
import { refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import { type ColumnNames, declarationsOf, namesOf } from './columns-option.js'
import { arrowField } from './encode/arrow-type.js'
import { createBatchEncoder } from './encode/batch-encoder.js'
import type { RowInput } from './encode/row-input.js'

/** How rows are encoded. */
export interface EncodeOptions {
  /** The names that columns have in rows, where they differ from their Arrow names. */
  readonly names?: ColumnNames
  /** What the rows are, for errors: `'frames'` makes them begin with `frames: row 3, …`. */
  readonly subject?: string
}

/** Options of an encoder for a schema, which does not tell JSONB from other bytes. */
export interface SchemaEncodeOptions extends EncodeOptions {
  /** What is known of the columns, by their Arrow names. */
  readonly columns?: Columns
}

const encodeOptionNames: SupportedOptions<EncodeOptions> = { names: true, subject: true }
const schemaEncodeOptionNames: SupportedOptions<SchemaEncodeOptions> = { ...encodeOptionNames, columns: true }

/** Makes one record batch of rows, all of them or, on an error, none. */
export interface RowEncoder<Row> {
  (rows: readonly Row[]): RecordBatch
  /** The schema of the batches. */
  readonly schema: Schema
}

/**
 * Returns the Arrow schema of declared columns, with the types that the Micromegas service has for them.
 *
 * @throws `invalid_argument` for a column that was not made by `column`
 */
export function schemaOf(columns: Columns): Schema {
  return new Schema(
    Array.from(declarationsOf('schemaOf', columns), ([name, declaration]) => arrowField(name, declaration)),
  )
}

/**
 * Creates the encoder of rows of declared columns, or of an Arrow schema. Nothing is rounded, cut or guessed: a value that
 * its column cannot store is an error.
 *
 * @example
 * ```ts
 * import { column, createRowEncoder, writeBatches } from 'kysely-micromegas/arrow'
 *
 * const encode = createRowEncoder({
 *   at: column.timestamp(),
 *   name: column.dictionary(column.utf8()),
 *   tags: column.jsonb<{ level: number }>().nullable(),
 * })
 * const batch = encode([{ at: new Date(), name: 'frame', tags: { level: 3 } }, { at: 1795435200000000001n, name: 'frame' }])
 * const bytes = writeBatches(encode.schema, [batch])
 * ```
 * @throws `invalid_argument` for options that cannot work; `unsupported` for an Arrow type that rows are not encoded to. The
 * encoder throws `invalid_argument` for a value that does not fit, with its row and column
 */
export function createRowEncoder<C extends Columns, const N extends ColumnNames = {}>(
  columns: C,
  options?: EncodeOptions & { readonly names?: N },
): RowEncoder<RowInput<C, N>>
export function createRowEncoder<Row extends object = Readonly<Record<string, unknown>>>(
  schema: Schema,
  options?: SchemaEncodeOptions,
): RowEncoder<Row>
export function createRowEncoder(target: Columns | Schema, options: SchemaEncodeOptions = {}): RowEncoder<object> {
  const isSchema = isArrowSchema(target)
  refuseUnknownOptions('createRowEncoder', options, isSchema ? schemaEncodeOptionNames : encodeOptionNames)
  const schema = isSchema ? target : schemaOf(target)
  const declarations = declarationsOf('createRowEncoder', (isSchema ? options.columns : target) ?? {})
  refuseRepeated(schema)
  const encode = createBatchEncoder(schema, {
    columns: new Map(Array.from(declarations, ([name, { type }]) => [name, type])),
    propertyNames: namesOf(options.names),
    table: options.subject,
  })
  return Object.assign((rows: readonly object[]) => encode(rows), { schema })
}

/** Also a schema of another copy of apache-arrow. */
function isArrowSchema(target: Columns | Schema): target is Schema {
  return Array.isArray(target.fields)
}

function refuseRepeated({ fields }: Schema): void {
  const names = fields.map(({ name }) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw invalidArgument(`The schema has two columns named ${JSON.stringify(repeated)}: a row can hold one.`)
  }
}
