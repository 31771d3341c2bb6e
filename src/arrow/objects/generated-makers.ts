import type { Compile } from '../platform/platform.js'
import type { ColumnForm, Makers, ObjectMaker, RowMaker } from './makers.js'

/**
 * Number of compiled functions kept for reuse: the results of one program have few shapes, but names that come from data
 * have no bound.
 */
const capacity = 512

/**
 * Makers that are compiled from text. An object is one literal, created with all its values: a single allocation and no
 * store into an object that exists already.
 */
export function generatedMakers(compile: Compile): Makers {
  const compiled = new LeastRecentlyUsed<unknown>(capacity)
  // The same text returns the same function, with what the engine has learnt about it.
  const compileOnce = <F>(text: string): F => compiled.get(text, () => compile(text)) as F
  return {
    rowMaker: (names, forms) => {
      const columns = names.map((_, index) => columnCode[forms?.[index] ?? 'values'](index))
      const row = objectLiteral(names, (index) => columns[index]?.value ?? '')
      return compileOnce<RowMaker>(
        `([${columns.map(({ pattern }) => pattern).join(', ')}], rows, at, count) => ` +
          `{ for (let i = 0; i < count; i++) rows[at + i] = ${row} }`,
      )
    },
    objectMaker: (names) => compileOnce<ObjectMaker>(`(v) => (${objectLiteral(names, (index) => `v[${index}]`)})`),
  }
}

/** How the code of a row maker takes a column apart, and how it takes the value of row `i` from it. */
const columnCode: Readonly<
  Record<ColumnForm, (index: number) => { readonly pattern: string; readonly value: string }>
> = {
  values: (index) => ({ pattern: `v${index}`, value: `v${index}[i]` }),
  indexed: (index) => ({
    pattern: `{ values: v${index}, indices: i${index} }`,
    value: `v${index}[i${index}[i]]`,
  }),
  computed: (index) => ({
    pattern: `{ halves: h${index}, compute: f${index} }`,
    value: `f${index}(h${index}[2 * i], h${index}[2 * i + 1])`,
  }),
}

/**
 * Returns the text of an object literal with an expression for each name. Names are written as JSON text, so that nothing
 * in them is taken for code, and `__proto__` is computed, so that it becomes a property like every other.
 */
function objectLiteral(names: readonly string[], expression: (index: number) => string): string {
  const members = names.map((name, index) => {
    const text = JSON.stringify(name)
    return `${name === '__proto__' ? `[${text}]` : text}: ${expression(index)}`
  })
  return `{ ${members.join(', ')} }`
}

class LeastRecentlyUsed<V> {
  /** In the order of last use. */
  readonly #values = new Map<string, V>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string, create: () => V): V {
    const value = this.#values.get(key) ?? create()
    this.#values.delete(key)
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#capacity && oldest !== undefined) this.#values.delete(oldest)
    return value
  }
}
