import { compileFunction, objectLiteral } from '../object-literal.js'
import type { ColumnValues } from './column-reader.js'

/**
 * Makes one plain object per row out of the values of its columns, one array per name, and puts the first `count` of them
 * into `rows` from `at` on.
 */
export type RowMaker = (columns: readonly ColumnValues[], rows: unknown[], at: number, count: number) => void

/**
 * A row is one object literal, made with all its values: a single allocation, no store into an object that exists. Only the
 * names are in the text of the loop; results with the same names share it.
 */
export function createRowMaker(names: readonly string[]): RowMaker {
  // A field without a name has the empty one.
  const keys = names.map((name) => name ?? '')
  const columns = keys.map((_, index) => `c${index}`)
  const row = objectLiteral(keys, (index) => `c${index}[i]`)
  return compileFunction<RowMaker>(
    `([${columns.join(', ')}], rows, at, count) => { for (let i = 0; i < count; i++) rows[at + i] = ${row} }`,
  )
}
