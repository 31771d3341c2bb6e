import type { Decimal } from 'apache-arrow'
import type { ColumnReader } from './column-reader.js'
import { readRuns } from './validity.js'

/** Decimals of 32 to 256 bits as exact text with `scale` digits after the point. */
export function decimalReader(type: Decimal): ColumnReader {
  const words = type.bitWidth / 32
  return (data, begin, end) => {
    const values = data.values as Uint32Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = decimalText(unscaled(values, i * words, words), type.scale)
    })
  }
}

/** A little-endian number in two's complement. */
function unscaled(values: Uint32Array, start: number, words: number): bigint {
  let value = BigInt((values[start + words - 1] as number) | 0)
  for (let word = words - 2; word >= 0; word--) value = (value << 32n) | BigInt(values[start + word] as number)
  return value
}

/** `unscaled · 10^−scale` as decimal text. A negative scale adds trailing zeros. */
function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return (unscaled * 10n ** BigInt(-scale)).toString()
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}
