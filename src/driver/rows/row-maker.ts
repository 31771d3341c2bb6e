import { Script } from 'node:vm'
import type { ColumnValues } from './column-reader.js'

/** Makes one plain object per row out of the values of its columns, one array per name. */
export type RowMaker = (columns: readonly ColumnValues[], rows: number) => Record<string, unknown>[]

/** Writes the values of a few columns into rows that have their names already. */
type ColumnWriter = (rows: Record<string, unknown>[], columns: readonly ColumnValues[]) => void

/** How many columns one loop over the rows writes: enough to pay for the loop, few enough to stay in registers and caches. */
const columnsPerLoop = 16

/**
 * Every row is a clone of one object that has all names already, so that all rows have one hidden class and no store changes
 * it; then columns are written, several per loop.
 *
 * A store `row[name]` is fast where V8 has seen one name there and few classes of rows. So each result has loops of its own,
 * each with one store per column: instances of a script that depends on the number of columns alone. Nothing of a result
 * gets into its text, and it needs no `eval`, which some hosts forbid.
 */
export function createRowMaker(names: readonly string[]): RowMaker {
  // Parsed, so that `__proto__` is an own name as every other. A field without a name has the empty one.
  const keys = names.map((name) => name ?? '')
  const template = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`) as Record<
    string,
    unknown
  >
  const writers: { readonly write: ColumnWriter; readonly begin: number; readonly end: number }[] = []
  for (let begin = 0; begin < keys.length; begin += columnsPerLoop) {
    const end = Math.min(begin + columnsPerLoop, keys.length)
    writers.push({ write: columnWriter(keys.slice(begin, end)), begin, end })
  }
  return (columns, count) => {
    const rows = new Array<Record<string, unknown>>(count)
    for (let row = 0; row < count; row++) rows[row] = { ...template }
    for (const { write, begin, end } of writers) write(rows, columns.slice(begin, end))
    return rows
  }
}

const scripts = new Map<number, Script>()

function columnWriter(keys: readonly string[]): ColumnWriter {
  let script = scripts.get(keys.length)
  if (script === undefined) {
    script = new Script(writerSource(keys.length))
    scripts.set(keys.length, script)
  }
  return (script.runInThisContext() as (...keys: string[]) => ColumnWriter)(...keys)
}

/** `(k0, k1) => (rows, [c0, c1]) => { for (…) { const row = rows[i]; row[k0] = c0[i]; row[k1] = c1[i] } }` */
function writerSource(width: number): string {
  const numbers = Array.from({ length: width }, (_, index) => index)
  const list = (letter: string) => numbers.map((index) => letter + index).join(', ')
  const stores = numbers.map((index) => `row[k${index}] = c${index}[i]`).join('; ')
  return `(${list('k')}) => (rows, [${list('c')}]) => { for (let i = 0; i < rows.length; i++) { const row = rows[i]; ${stores} } }`
}
