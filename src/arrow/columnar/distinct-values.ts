import { Binary, type Data, DataType, Dictionary, Int32, makeData, makeVector } from 'apache-arrow'
import { textBytes } from '#arrow/platform'
import { stringify } from '../../types/values.js'
import { checkOffsets, offsetsOf } from '../decode/offsets.js'
import { columnReader } from '../decode/readers.js'
import type { ResultColumn } from '../decode/row-decoder.js'
import { readRuns } from '../decode/validity.js'

/** The distinct values of one column, numbered in the order of first appearance. */
export interface DistinctValues {
  /** Returns the number of each value of `data`, −1 for null, and numbers those that are new. */
  codesOf(data: Data): Int32Array
  /** Returns the values that have been numbered, in the form in which rows have them. */
  values(): readonly unknown[]
}

/** Returns the distinct values of a column of this type; of a dictionary, those of its values. */
export function distinctValuesOf(column: ResultColumn): DistinctValues {
  const stored: DataType = DataType.isDictionary(column.type) ? column.type.dictionary : column.type
  if (DataType.isBinary(stored) || DataType.isLargeBinary(stored)) return new DistinctBytes(column)
  return new DistinctDecoded(column, stored)
}

/** Numbers keys, which are equal where values are. */
class Numbering {
  readonly #numbers = new Map<unknown, number>()

  /** Returns the number of a key, and takes the value of one that is new. */
  numberOf(key: unknown, take: () => void): number {
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#numbers.size
      this.#numbers.set(key, number)
      take()
    }
    return number
  }
}

/** Values that are decoded at once. */
class DistinctDecoded implements DistinctValues {
  readonly #read: (data: Data) => ArrayLike<unknown>
  readonly #numbering = new Numbering()
  readonly #values: unknown[] = []

  constructor({ type, declared, context }: ResultColumn, stored: DataType) {
    const inside = DataType.isDictionary(type) && declared?.kind === 'dictionary' ? declared.value : declared
    const read = columnReader(stored, inside, context)
    this.#read = (data) => read(data, 0, data.length)
  }

  codesOf(data: Data): Int32Array {
    const values = this.#read(data)
    const codes = new Int32Array(data.length)
    for (let i = 0; i < codes.length; i++) {
      const value = values[i]
      codes[i] = value === null ? -1 : this.#numbering.numberOf(keyOf(value), () => this.#values.push(value))
    }
    return codes
  }

  values(): readonly unknown[] {
    return this.#values
  }
}

function keyOf(value: unknown): unknown {
  return typeof value === 'object' ? stringify(value) : value
}

/** Bytes, and JSONB, which is told apart by its bytes and decoded when it is asked for. */
class DistinctBytes implements DistinctValues {
  readonly #column: ResultColumn
  readonly #numbering = new Numbering()
  readonly #bytes: Uint8Array[] = []
  #values: readonly unknown[] | undefined

  constructor(column: ResultColumn) {
    this.#column = column
  }

  codesOf(data: Data): Int32Array {
    const codes = new Int32Array(data.length).fill(-1)
    if (data.length === 0) return codes
    const { context } = this.#column
    const offsets = offsetsOf(data, context)
    const bytes = data.values as Uint8Array
    checkOffsets(offsets, 0, data.length, bytes.byteLength, context)
    const text = textBytes(bytes)
    readRuns(data, 0, data.length, (_, from, to) => {
      for (let i = from; i < to; i++) {
        const [start, stop] = [offsets[i] as number, offsets[i + 1] as number]
        codes[i] = this.#numbering.numberOf(text.characters(start, stop), () =>
          // A copy: the memory of the batch can go.
          this.#bytes.push(bytes.slice(start, stop)),
        )
      }
    })
    return codes
  }

  values(): readonly unknown[] {
    this.#values ??= this.#decode()
    return this.#values
  }

  #decode(): readonly unknown[] {
    const { type, declared, context } = this.#column
    const read = columnReader(type, declared, context)
    const data = binaryOf(this.#bytes)
    const column = DataType.isDictionary(type) ? asDictionary(data) : data
    return Array.from(read(column, 0, column.length))
  }
}

function binaryOf(values: readonly Uint8Array[]): Data<Binary> {
  const valueOffsets = new Int32Array(values.length + 1)
  for (const [index, { byteLength }] of values.entries()) {
    valueOffsets[index + 1] = (valueOffsets[index] as number) + byteLength
  }
  const data = new Uint8Array(valueOffsets.at(-1) as number)
  for (const [index, bytes] of values.entries()) data.set(bytes, valueOffsets[index])
  return makeData({ type: new Binary(), length: values.length, nullCount: 0, valueOffsets, data })
}

/** Returns each value once, as a dictionary: its reader knows which dictionaries are JSONB. */
function asDictionary(values: Data<Binary>): Data {
  const type = new Dictionary(new Binary(), new Int32())
  const data = Int32Array.from({ length: values.length }, (_, index) => index)
  return makeData({ type, length: values.length, nullCount: 0, data, dictionary: makeVector(values) })
}
