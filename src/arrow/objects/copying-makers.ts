import type { Makers } from './makers.js'

/**
 * Makers that copy a template and fill in the values, for runtimes where generated code may be forbidden. The copy has
 * all its properties at once, so that the objects share one hidden class here, too.
 */
export const copyingMakers: Makers = {
  rowMaker: (names) => {
    const template = templateOf(names)
    return (columns, rows, at, count) => {
      for (let i = 0; i < count; i++) {
        const row = { ...template }
        for (let c = 0; c < names.length; c++) row[names[c] as string] = columns[c]?.[i]
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
