import type { FixedSizeBinary } from 'apache-arrow'
import { type BufferEncoder, eachValue } from './column-encoder.js'
import { toBytes, toText } from './convert-value.js'
import { GrowingBytes } from './growing-bytes.js'
import { InvalidValueError } from './invalid-value.js'

/** What offsets of 32 bits reach. */
const largestColumn = 2 ** 31 - 1

type Append = (bytes: GrowingBytes, value: unknown) => void

const appendText: Append = (bytes, value) => bytes.appendText(toText(value))

/** Writes Utf8, and with `large` offsets of 64 bits, LargeUtf8. */
export const textEncoder = (large: boolean): BufferEncoder => variableWidth(appendText, large)

/** Writes Binary, and with `large` offsets of 64 bits, LargeBinary; `bytesOf` reads the value. */
export function binaryEncoder(large: boolean, bytesOf: (value: unknown) => Uint8Array = toBytes): BufferEncoder {
  return variableWidth((bytes, value) => bytes.append(bytesOf(value)), large)
}

/** Writes values of any length one after the other, and where each ends. */
function variableWidth(append: Append, large: boolean): BufferEncoder {
  return (values) => {
    const bytes = new GrowingBytes()
    const offsets = new Float64Array(values.length + 1)
    /** The first value that is not written yet: nulls take no bytes. */
    let next = 0
    eachValue(values, (value, index) => {
      for (; next < index; next++) offsets[next + 1] = bytes.length
      append(bytes, value)
      if (!large && bytes.length > largestColumn)
        throw new InvalidValueError('the column has more than 2 GiB up to here')
      offsets[index + 1] = bytes.length
      next = index + 1
    })
    offsets.fill(bytes.length, next + 1)
    return {
      data: bytes.toBytes(),
      valueOffsets: large ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets),
    }
  }
}

export function fixedSizeBinaryEncoder({ byteWidth }: FixedSizeBinary): BufferEncoder {
  return (values) => {
    const data = new Uint8Array(values.length * byteWidth)
    eachValue(values, (value, index) => {
      const bytes = toBytes(value)
      if (bytes.byteLength !== byteWidth) {
        throw new InvalidValueError(`expected ${byteWidth} bytes, got ${bytes.byteLength}`)
      }
      data.set(bytes, index * byteWidth)
    })
    return { data }
  }
}
