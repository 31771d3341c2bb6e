import type { Data, Dictionary, Vector } from 'apache-arrow'
import type { JsonbValue } from '../../types/properties.js'
import { type JsonbCopier, jsonbCopier } from '../jsonb/jsonb-copier.js'
import type { BytesDecoder } from './binary.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { checkOffsets, offsetsOf } from './offsets.js'
import { hasNulls, readRuns } from './validity.js'

/**
 * Dictionaries of JSONB in Binary or LargeBinary. Each row has a value of its own, so that a change to one row never shows in
 * another; what is the same is decoded twice at most and copied from then on, and what is in no row is not looked at.
 */
export function jsonbDictionaryReader(type: Dictionary, context: ReaderContext, decode: BytesDecoder): ColumnReader {
  const known = new WeakMap<Vector, JsonbValues>()
  const valuesOf = (data: Data): JsonbValues => {
    const { dictionary } = data
    if (dictionary === undefined) throw columnError(context, 'has no dictionary')
    let values = known.get(dictionary)
    if (values === undefined) {
      values = new JsonbValues(dictionary.data, context, decode)
      known.set(dictionary, values)
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
        out[i - begin] = values.next(index)
      }
    })
  }
}

/** A part of a dictionary: deltas are chunks of their own. */
interface Chunk {
  /** Number of its first value. */
  readonly first: number
  readonly bytes: Uint8Array
  readonly offsets: Int32Array
}

/** The values of one dictionary. */
class JsonbValues {
  readonly length: number
  readonly #decode: BytesDecoder
  readonly #chunks: readonly Chunk[]
  /** Values that have been handed out once, by their numbers. */
  readonly #isUsed: Uint8Array
  readonly #copiers: (JsonbCopier | undefined)[]

  constructor(chunks: readonly Data[], context: ReaderContext, decode: BytesDecoder) {
    let first = 0
    this.#decode = decode
    this.#chunks = chunks.map((data) => {
      const offsets = data.length === 0 ? new Int32Array(1) : offsetsOf(data, context)
      const bytes = data.values as Uint8Array
      checkOffsets(offsets, 0, data.length, bytes.byteLength, context)
      const chunk = { first, bytes, offsets }
      first += data.length
      return chunk
    })
    this.length = first
    this.#isUsed = new Uint8Array(first)
    this.#copiers = new Array(first)
    for (const [number, data] of chunks.entries()) this.#markNulls(data, this.#chunks[number]?.first ?? 0)
  }

  #markNulls(data: Data, first: number): void {
    if (!hasNulls(data)) return
    const isValid = readRuns(data, 0, data.length, (out, from, to) => out.fill(true, from, to))
    for (let i = 0; i < data.length; i++) if (isValid[i] !== true) this.#copiers[first + i] = () => null
  }

  /** The value of a number, made anew each time. */
  next(index: number): JsonbValue {
    const copy = this.#copiers[index]
    if (copy !== undefined) return copy()
    const value = this.#read(index)
    // Most values of a dictionary of properties are in many rows, and many dictionaries have values that are in one.
    if (this.#isUsed[index] === 1) this.#copiers[index] = jsonbCopier(value)
    else this.#isUsed[index] = 1
    return value
  }

  #read(index: number): JsonbValue {
    let number = this.#chunks.length - 1
    while ((this.#chunks[number]?.first ?? 0) > index) number--
    const { first, bytes, offsets } = this.#chunks[number] as Chunk
    return this.#decode(bytes, offsets[index - first] as number, offsets[index - first + 1] as number) as JsonbValue
  }
}
