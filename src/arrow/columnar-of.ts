import type { RecordBatch, Schema } from 'apache-arrow'
import type { Columns } from '../types/column.js'
import { checkOneOf, refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import type { TypeOptions } from '../types/type-options.js'
import { batchCheck } from './batch-check.js'
import type { Columnar, ColumnarOptions } from './columnar/columnar.js'
import { columnarOf as joinBatches } from './columnar/columnar-of.js'
import type { ColumnNames } from './columns-option.js'
import {
  type AnyRow,
  type DeclaredOptions,
  type DecodedRow,
  type DecodeOptions,
  decodeOptionNames,
  planOf,
  type UndeclaredOptions,
} from './decode-options.js'

/** Options of columns, by their names. */
const columnarOptionNames: SupportedOptions<ColumnarOptions> = { time: true, nulls: true, codes: true }

/**
 * Returns the columns of record batches of one schema: typed arrays of numbers, joined by copying their memory, and plain
 * arrays of what else rows have. The option `codes` returns columns as integers into their distinct values.
 *
 * @example
 * ```ts
 * import { column, columnarOf, readBatches } from 'kysely-micromegas/arrow'
 *
 * const reader = readBatches(await fetch('/spans.arrow'))
 * const schema = await reader.schema()
 * const batches = []
 * for await (const batch of reader) batches.push(batch)
 * const { length, columns } = columnarOf(schema, batches, {
 *   columns: { begin: column.timestamp(), duration: column.int64(), name: column.utf8() },
 *   types: { int64: 'number' },
 *   time: 'milliseconds',
 *   codes: ['name'],
 * })
 * columns.begin // Float64Array
 * columns.name.values[columns.name.codes[0] ?? 0] // the name of the first span
 * ```
 * @throws as {@link createRowDecoder} and its decoder; `invalid_argument` for a name in `codes` that no column has
 */
export function columnarOf<
  C extends Columns,
  const T extends TypeOptions = {},
  const N extends ColumnNames = {},
  const O extends ColumnarOptions<DecodedRow<C, T, N>> = {},
>(
  schema: Schema,
  batches: readonly RecordBatch[],
  options: DeclaredOptions<C, T, N> & O,
): Columnar<DecodedRow<C, T, N>, O>
export function columnarOf<Row = AnyRow, const O extends ColumnarOptions<Row> = {}>(
  schema: Schema,
  batches: readonly RecordBatch[],
  options?: UndeclaredOptions & O,
): Columnar<Row, O>
export function columnarOf(
  schema: Schema,
  batches: readonly RecordBatch[],
  options: DecodeOptions & ColumnarOptions = {},
): Columnar<unknown> {
  return untypedColumnarOf(schema, batches, options)
}

/** Returns columns that have no type. */
export function untypedColumnarOf(
  schema: Schema,
  batches: readonly RecordBatch[],
  options: DecodeOptions & ColumnarOptions,
): Columnar<AnyRow> {
  const subject = 'columnarOf'
  refuseUnknownOptions(subject, options, { ...decodeOptionNames, ...columnarOptionNames })
  checkOneOf(subject, 'time', options.time, ['nanoseconds', 'milliseconds'])
  checkOneOf(subject, 'nulls', options.nulls, ['null', 'nan'])
  const plan = planOf(subject, schema, options)
  batches.forEach(batchCheck(schema, options))
  return joinBatches(schema, batches, plan, options)
}
