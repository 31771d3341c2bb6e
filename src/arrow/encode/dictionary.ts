import { type Dictionary, makeVector } from 'apache-arrow'
import { textBytes } from '#arrow/platform'
import { jsonReplacer } from '../../types/values.js'
import { type BufferEncoder, type ColumnEncoder, eachValue } from './column-encoder.js'
import { InvalidValueError } from './invalid-value.js'
import type { JsonbBytes } from './jsonb.js'

/** Stores each distinct value once, and for each row the number of its value. */
export function dictionaryEncoder(type: Dictionary, encodeValues: ColumnEncoder): BufferEncoder {
  return encoderOf(type, encodeValues, () => ({ keyOf: identityOf, storedOf: (value) => value }))
}

/** Stores equal JSON once, whatever the order of its members. */
export function jsonbDictionaryEncoder(
  type: Dictionary,
  encodeValues: ColumnEncoder,
  jsonb: JsonbBytes,
): BufferEncoder {
  return encoderOf(type, encodeValues, () => {
    const bytesOf = jsonb()
    const keys = new Map<unknown, string>()
    return {
      keyOf(value) {
        let key = keys.get(value)
        if (key === undefined) {
          const bytes = bytesOf(value)
          key = textBytes(bytes).characters(0, bytes.byteLength)
          keys.set(value, key)
        }
        return key
      },
      storedOf: bytesOf,
    }
  })
}

/** How the values of one batch are told apart and stored. */
interface DistinctForm {
  /** Returns what equal values have in common. */
  keyOf(value: unknown): unknown
  /** Returns what is stored of the first of equal values. */
  storedOf(value: unknown): unknown
}

function encoderOf(type: Dictionary, encodeValues: ColumnEncoder, formOfBatch: () => DistinctForm): BufferEncoder {
  const { bitWidth, isSigned } = type.indices
  const capacity = 2 ** Math.min(isSigned ? bitWidth - 1 : bitWidth, 31)
  return (values) => {
    const codes = new Int32Array(values.length)
    const codeOf = new Map<unknown, number>()
    const distinct: unknown[] = []
    const form = formOfBatch()
    eachValue(values, (value, index) => {
      const key = form.keyOf(value)
      let code = codeOf.get(key)
      if (code === undefined) {
        if (distinct.length === capacity) {
          throw new InvalidValueError(`the dictionary's indices are too narrow for more than ${capacity} values`)
        }
        code = distinct.push(form.storedOf(value)) - 1
        codeOf.set(key, code)
      }
      codes[index] = code
    })
    try {
      return { data: indicesOf(type, codes), dictionary: makeVector(encodeValues(distinct) as never) }
    } catch (error) {
      // The first row that has the value.
      throw error instanceof InvalidValueError ? error.enclosed(codes.indexOf(error.index)) : error
    }
  }
}

function indicesOf({ indices }: Dictionary, codes: Int32Array): ArrayLike<number | bigint> {
  if ((indices.bitWidth as number) === 64) {
    return indices.isSigned ? BigInt64Array.from(codes, BigInt) : BigUint64Array.from(codes, BigInt)
  }
  return indices.ArrayType === Int32Array ? codes : new (indices.ArrayType as Uint8ArrayConstructor)(codes)
}

/** What a value equals another by: itself, or its text where it is an object. */
function identityOf(value: unknown): unknown {
  return typeof value === 'object' ? JSON.stringify(value instanceof Map ? [...value] : value, jsonReplacer) : value
}
