import type { ColumnForm, ColumnSource, ColumnValues, ComputedValues, IndexedValues, Makers } from './makers.js'

/**
 * Makers that copy a template and fill in the values, for runtimes where generated code may be forbidden. The copy has
 * all its properties at once, so that the objects share one hidden class here, too.
 */
export const copyingMakers: Makers = {
  rowMaker: (names, forms) => {
    const template = templateOf(names)
    return (columns, rows, at, count) => {
      const values = columns.map((column, index) => valuesOf(column, forms?.[index] ?? 'values', count))
      for (let i = 0; i < count; i++) {
        const row = { ...template }
        for (let c = 0; c < names.length; c++) row[names[c] as string] = values[c]?.[i]
        rows[at + i] = row
      }
    }
  },
  objectMaker: (names) => {
    const template = templateOf(names)
    return (values) => {
      const object = { ...template }
      for (let i = 0; i < names.length; i++) object[names[i] as string] = values[i]
      return object
    }
  },
}

/** `Object.fromEntries` and spread define properties, so that `__proto__` is one like every other. */
function templateOf(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, null]))
}

function valuesOf(column: ColumnSource, form: ColumnForm, count: number): ColumnValues {
  if (form === 'values') return column as ColumnValues
  const out = new Array<unknown>(count)
  if (form === 'indexed') {
    const { values, indices } = column as IndexedValues
    for (let i = 0; i < count; i++) out[i] = values[indices[i] as number]
  } else {
    const { halves, compute } = column as ComputedValues
    for (let i = 0; i < count; i++) out[i] = compute(halves[2 * i] as number, halves[2 * i + 1] as number)
  }
  return out
}
