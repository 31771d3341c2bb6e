import { type Data, DataType, type Vector } from 'apache-arrow'
import { columnError } from '../decode/column-reader.js'
import type { ResultColumn } from '../decode/row-decoder.js'
import { hasNulls, validRuns } from '../decode/validity.js'
import type { CodedColumn } from './columnar.js'
import { type DistinctValues, distinctValuesOf } from './distinct-values.js'

/** Returns the parts of one column as codes, whatever dictionaries the parts came with. */
export function joinCodes(column: ResultColumn, parts: readonly Data[], length: number): CodedColumn<unknown> {
  const distinct = distinctValuesOf(column)
  const codes = new Int32Array(length)
  const write = DataType.isDictionary(column.type) ? dictionaryWriter(column, distinct) : plainWriter(distinct)
  let at = 0
  for (const part of parts) {
    write(codes, at, part)
    at += part.length
  }
  return {
    codes,
    get values() {
      return distinct.values()
    },
  }
}

/** Writes the codes of a part from `at` on. */
type WritePart = (codes: Int32Array, at: number, part: Data) => void

const plainWriter =
  (distinct: DistinctValues): WritePart =>
  (codes, at, part) =>
    codes.set(distinct.codesOf(part), at)

/** The codes of a dictionary's values, by their indices in it. */
interface KnownDictionary {
  readonly vector: Vector
  readonly codes: Int32Array
  /** Whether each index is its code. */
  readonly isIdentity: boolean
  /** Whether the one code is 0. */
  readonly isConstantZero: boolean
}

function dictionaryWriter({ context }: ResultColumn, distinct: DistinctValues): WritePart {
  let known: KnownDictionary | undefined
  const dictionaryOf = ({ dictionary }: Data): KnownDictionary => {
    if (dictionary === undefined) throw columnError(context, 'has no dictionary')
    // Most batches come with the dictionary of the one before.
    if (known?.vector !== dictionary) known = dictionaryCodes(dictionary, distinct)
    return known
  }
  return (codes, at, part) => {
    const runs = hasNulls(part) ? validRuns(part.nullBitmap, part.offset, part.offset + part.length) : undefined
    if (runs !== undefined) codes.fill(-1, at, at + part.length)
    if (part.length === 0 || runs?.length === 0) return
    const dictionary = dictionaryOf(part)
    const indices = narrowIndices(part)
    for (let run = 0; run < (runs?.length ?? 2); run += 2) {
      const from = runs === undefined ? 0 : (runs[run] as number) - part.offset
      const to = runs === undefined ? part.length : (runs[run + 1] as number) - part.offset
      if (!areWithin(indices.subarray(from, to), dictionary.codes.length)) {
        throw columnError(context, 'refers to a value that its dictionary does not have')
      }
      // Memory that nothing is written to costs nothing: mostly all rows of a result are of one process.
      if (runs === undefined && dictionary.isConstantZero) continue
      if (dictionary.isIdentity) codes.set(indices.subarray(from, to), at + from)
      else mapIndices(codes.subarray(at + from, at + to), indices.subarray(from, to), dictionary.codes)
    }
  }
}

function dictionaryCodes(vector: Vector, distinct: DistinctValues): KnownDictionary {
  const parts = vector.data.map((data) => distinct.codesOf(data))
  const codes = parts.length === 1 ? (parts[0] as Int32Array) : Int32Array.from(parts.flatMap((part) => [...part]))
  const isIdentity = codes.every((code, index) => code === index)
  return { vector, codes, isIdentity, isConstantZero: isIdentity && codes.length === 1 }
}

type Indices = Int32Array | Float64Array

/** Returns indices as numbers, also those of 64 bits. */
function narrowIndices({ values }: Data): Indices {
  const indices = values as Int32Array | BigInt64Array | BigUint64Array
  return indices instanceof BigInt64Array || indices instanceof BigUint64Array
    ? Float64Array.from(indices, Number)
    : indices
}

/** Whether all indices are those of a dictionary with `size` values. */
function areWithin(indices: Indices, size: number): boolean {
  let largest = 0
  let smallest = 0
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number
    if (index > largest) largest = index
    else if (index < smallest) smallest = index
  }
  return indices.length === 0 || (smallest === 0 && largest < size)
}

function mapIndices(codes: Int32Array, indices: Indices, codeOf: Int32Array): void {
  for (let i = 0; i < indices.length; i++) codes[i] = codeOf[indices[i] as number] as number
}
