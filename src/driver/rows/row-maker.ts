import type { ColumnValues } from './column-reader.js'

/** Makes one plain object per row out of the values of its columns, one array per name. */
export type RowMaker = (columns: readonly ColumnValues[], rows: number) => Record<string, unknown>[]

/** Clones an object that has all names already, so that every row has one hidden class, and fills the clone in. */
export function createRowMaker(names: readonly string[]): RowMaker {
  // Parsed, so that `__proto__` is an own name as every other. A field without a name has the empty one.
  const text = `{${names.map((name) => `${JSON.stringify(name ?? '')}:null`).join(',')}}`
  const template = JSON.parse(text) as Record<string, unknown>
  return (columns, rows) => {
    const out = new Array<Record<string, unknown>>(rows)
    for (let row = 0; row < rows; row++) {
      const object = { ...template }
      for (let index = 0; index < names.length; index++) {
        object[names[index] ?? ''] = (columns[index] as ColumnValues)[row]
      }
      out[row] = object
    }
    return out
  }
}
