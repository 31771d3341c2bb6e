import type { Data, Dictionary, Vector } from 'apache-arrow'
import type { ColumnValues } from '../objects/index.js'
import { type ColumnReader, columnError, type ReaderContext, withDeferred } from './column-reader.js'
import { hasNulls, readRuns } from './validity.js'

/** Returns a copy for one row of a value that rows must not share, because it can be changed. */
export type CopyValue = (value: unknown) => unknown

interface DictionaryOptions {
  /** Reads values of the dictionary. */
  readonly readValues: ColumnReader
  /**
   * Whether values are read one by one, when a row has them first: for values that are costly to decode, of which results
   * with a limit need few.
   */
  readonly isLazy?: boolean
  readonly copy?: CopyValue | undefined
}

/**
 * Reads dictionary columns. Each value of a dictionary is decoded once, also when the same dictionary comes with many
 * batches, and shared by the rows.
 */
export function dictionaryReader(
  type: Dictionary,
  context: ReaderContext,
  { readValues, isLazy = false, copy }: DictionaryOptions,
): ColumnReader {
  const known = new WeakMap<Vector, DictionaryValues>()
  const dictionaryOf = ({ dictionary }: Data): DictionaryValues => {
    if (dictionary === undefined) throw columnError(context, 'has no dictionary')
    let values = known.get(dictionary)
    if (values === undefined) {
      values = new DictionaryValues(dictionary, readValues, isLazy, context)
      known.set(dictionary, values)
    }
    return values
  }
  const isWide = (type.indices.bitWidth as number) === 64
  const read = (data: Data, begin: number, end: number): ColumnValues => {
    if (begin === end) return []
    const dictionary = dictionaryOf(data)
    const { values } = dictionary
    const indices = data.values as ArrayLike<number | bigint>
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const index = isWide ? Number(indices[i]) : (indices[i] as number)
        let value = values[index]
        if (value === undefined) value = dictionary.read(index)
        out[i - begin] = copy === undefined ? value : copy(value)
      }
    })
  }
  if (isWide || copy !== undefined) return read
  return withDeferred(read, {
    form: 'indexed',
    read(data, begin, end) {
      if (hasNulls(data)) return undefined
      const dictionary = dictionaryOf(data)
      const { values } = dictionary
      const indices = (data.values as Int32Array).subarray(begin, end)
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i] as number
        if (values[index] === undefined) dictionary.read(index)
      }
      return { values, indices }
    },
  })
}

/** The decoded values of one dictionary, which has several chunks when it was extended. */
class DictionaryValues {
  /** The values by their numbers; `undefined` for those that have not been read. */
  readonly values: unknown[]
  readonly #chunks: readonly Data[]
  readonly #readValues: ColumnReader
  readonly #context: ReaderContext

  constructor({ data: chunks, length }: Vector, readValues: ColumnReader, isLazy: boolean, context: ReaderContext) {
    this.#chunks = chunks
    this.#readValues = readValues
    this.#context = context
    this.values = isLazy
      ? new Array(length).fill(undefined)
      : chunks.flatMap((chunk) => Array.from(readValues(chunk, 0, chunk.length)))
  }

  /** Reads the value of a number that has not been read before. */
  read(index: number): unknown {
    let local = index
    for (const chunk of index < 0 ? [] : this.#chunks) {
      if (local < chunk.length) {
        const value = this.#readValues(chunk, local, local + 1)[0]
        this.values[index] = value
        return value
      }
      local -= chunk.length
    }
    throw columnError(this.#context, `refers to value ${index} of a dictionary of ${this.values.length}`)
  }
}
