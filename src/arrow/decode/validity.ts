import type { Data } from 'apache-arrow'

/** Reads the values `from` to `to`, none of them null, into `out`: value `i` goes to `out[i - begin]`. */
export type FillRun = (out: unknown[], from: number, to: number) => void

/** Whether any value of the column is null. */
export function hasNulls(data: Data): boolean {
  return data.nullCount > 0 && data.nullBitmap !== undefined && data.nullBitmap.byteLength > 0
}

/**
 * Reads a column that may have nulls. The values are read in runs between the nulls, so that no loop over values tests for
 * them, and what lies in the memory of a null is never looked at.
 */
export function readRuns(data: Data, begin: number, end: number, fill: FillRun): unknown[] {
  const out = new Array<unknown>(end - begin)
  if (!hasNulls(data)) {
    fill(out, begin, end)
    return out
  }
  out.fill(null)
  const runs = validRuns(data.nullBitmap, data.offset + begin, data.offset + end)
  for (let i = 0; i < runs.length; i += 2) {
    fill(out, (runs[i] as number) - data.offset, (runs[i + 1] as number) - data.offset)
  }
  return out
}

/**
 * The runs of set bits between the bits `begin` and `end`, as start and end of each in turn. Reads 32 bits at a time;
 * words of all ones or all zeros, the usual case, cost one comparison.
 */
export function validRuns(bitmap: Uint8Array, begin: number, end: number): number[] {
  const runs: number[] = []
  const view = new DataView(bitmap.buffer, bitmap.byteOffset, bitmap.byteLength)
  /** Where the run that is open began; −1 when none is. */
  let open = -1
  let bit = begin
  while (bit < end) {
    const byte = bit >> 3
    if ((bit & 7) === 0 && end - bit >= 32 && byte + 4 <= bitmap.byteLength) {
      const word = view.getUint32(byte, true)
      if (word === 0xffffffff || word === 0) {
        if (word === 0) {
          if (open >= 0) runs.push(open, bit)
          open = -1
        } else if (open < 0) {
          open = bit
        }
        bit += 32
        continue
      }
    }
    // Up to the next byte, one bit at a time.
    const stop = Math.min(end, (byte + 1) << 3)
    const bits = bitmap[byte] as number
    for (; bit < stop; bit++) {
      if (((bits >> (bit & 7)) & 1) === 1) {
        if (open < 0) open = bit
      } else if (open >= 0) {
        runs.push(open, bit)
        open = -1
      }
    }
  }
  if (open >= 0) runs.push(open, end)
  return runs
}
