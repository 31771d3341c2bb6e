import type { Data } from 'apache-arrow'
import { columnError, type ReaderContext } from './column-reader.js'
import { halvesOf } from './int64.js'

/** A column is read in parts: its offsets are narrowed once. */
const narrowedOffsets = new WeakMap<BigInt64Array, Int32Array>()

/**
 * The offsets of a variable-width column as 32-bit numbers. Those of the Large types are narrowed: no message has two
 * gigabytes.
 */
export function offsetsOf(data: Data, context: ReaderContext): Int32Array {
  const offsets = data.valueOffsets as Int32Array | BigInt64Array
  if (offsets instanceof Int32Array) return offsets
  const known = narrowedOffsets.get(offsets)
  if (known !== undefined) return known
  const halves = halvesOf(offsets)
  const narrowed = new Int32Array(offsets.length)
  for (let i = 0; i < narrowed.length; i++) {
    if (halves[2 * i + 1] !== 0) throw columnError(context, `has an offset of ${offsets[i]}`)
    narrowed[i] = halves[2 * i] as number
  }
  narrowedOffsets.set(offsets, narrowed)
  return narrowed
}

/** Checks that the offsets `begin` to `end` (inclusive) never decrease, and stay below `limit`. */
export function checkOffsets(
  offsets: Int32Array,
  begin: number,
  end: number,
  limit: number,
  context: ReaderContext,
): void {
  let previous = 0
  for (let i = begin; i <= end; i++) {
    const offset = offsets[i] as number
    if (!(offset >= previous)) throw columnError(context, `has offsets that decrease (${previous}, ${offset})`)
    previous = offset
  }
  if (previous > limit) throw columnError(context, `has an offset of ${previous} beyond its ${limit} items`)
}
