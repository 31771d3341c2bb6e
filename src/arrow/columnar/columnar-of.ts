import { type Data, DataType, type RecordBatch, type Schema } from 'apache-arrow'
import { invalidArgument } from '../../errors.js'
import { type ResultColumn, type RowPlan, resultColumns } from '../decode/row-decoder.js'
import type { Columnar, ColumnarOptions } from './columnar.js'
import { joinCodes } from './join-codes.js'
import { isNumeric, joinColumn } from './join-column.js'

/**
 * Returns the columns of a result's record batches.
 *
 * @throws MicromegasError as the decoder of rows does; `invalid_argument` for a name in `codes` that no column has
 */
export function columnarOf(
  schema: Schema,
  batches: readonly RecordBatch[],
  plan: RowPlan,
  options: ColumnarOptions,
): Columnar<Record<string, unknown>> {
  const length = batches.reduce((sum, { numRows }) => sum + numRows, 0)
  const columns = resultColumns(schema, plan)
  const isCoded = codedColumns(columns, options.codes)
  const joined = columns.map((column, index) => {
    const parts = batches.map(({ data }) => data.children[index] as Data)
    return [
      column.name,
      isCoded(column) ? joinCodes(column, parts, length) : joinColumn(column, parts, length, options),
    ] as const
  })
  return { length, columns: Object.fromEntries(joined) as Columnar<Record<string, unknown>>['columns'] }
}

function codedColumns(
  columns: readonly ResultColumn[],
  codes: ColumnarOptions['codes'] = [],
): (column: ResultColumn) => boolean {
  if (codes === 'dictionaries') return ({ type }) => DataType.isDictionary(type) && !isNumeric(type.dictionary)
  const names = columns.map(({ name }) => name)
  const unknown = codes.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw invalidArgument(`Option "codes": unknown column ${JSON.stringify(unknown)}; columns: ${names.join(', ')}.`)
  }
  return ({ name }) => codes.includes(name)
}
