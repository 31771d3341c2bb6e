import type { Data, Dictionary } from 'apache-arrow'
import type { ColumnValues } from '../objects/index.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { readRuns } from './validity.js'

/** Makes what a row holds out of a dictionary's value, where the two must not be the same object. */
export type OwnCopy = (value: unknown) => unknown

/**
 * Dictionaries: each distinct value is decoded once, also when the same dictionary comes with many batches.
 *
 * @param own for values that are objects, of which each row gets its own
 */
export function dictionaryReader(
  type: Dictionary,
  context: ReaderContext,
  readValues: ColumnReader,
  own?: OwnCopy,
): ColumnReader {
  const decoded = new WeakMap<object, ColumnValues>()
  const valuesOf = (data: Data): ColumnValues => {
    const { dictionary } = data
    if (dictionary === undefined) throw columnError(context, 'has no dictionary')
    let values = decoded.get(dictionary)
    if (values === undefined) {
      values = dictionary.data.flatMap((chunk) => Array.from(readValues(chunk, 0, chunk.length)))
      decoded.set(dictionary, values)
    }
    return values
  }
  const isWide = (type.indices.bitWidth as number) === 64
  return (data, begin, end) => {
    if (begin === end) return []
    const values = valuesOf(data)
    const indices = data.values as ArrayLike<number | bigint>
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const index = isWide ? Number(indices[i]) : (indices[i] as number)
        if (!(index >= 0 && index < values.length))
          throw columnError(context, 'refers to a value that its dictionary does not have')
        const value = values[index]
        out[i - begin] = own === undefined ? value : own(value)
      }
    })
  }
}
