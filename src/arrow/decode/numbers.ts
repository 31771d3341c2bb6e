import type { ColumnReader } from './column-reader.js'
import { hasNulls, readRuns } from './validity.js'

type Numbers = Exclude<NodeJS.TypedArray, Uint8ClampedArray>

/** Numbers and bigints that are the values as they lie in memory. Without nulls nothing is read at all. */
export const readNumbers: ColumnReader = (data, begin, end) => {
  const values = data.values as Numbers
  if (!hasNulls(data)) return values.subarray(begin, end)
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = values[i]
  })
}

export const readBooleans: ColumnReader = (data, begin, end) => {
  const bits = data.values as Uint8Array
  const { offset } = data
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++)
      out[i - begin] = (((bits[(offset + i) >> 3] as number) >> ((offset + i) & 7)) & 1) === 1
  })
}

export const readNulls: ColumnReader = (_data, begin, end) => new Array<null>(end - begin).fill(null)

/** IEEE 754 half precision. */
export const readHalfFloats: ColumnReader = (data, begin, end) => {
  const values = data.values as Uint16Array
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = halfFloat(values[i] as number)
  })
}

/** The number that 16 bits stand for: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
