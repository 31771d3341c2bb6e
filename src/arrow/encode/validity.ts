import { absent, isNull } from './column-encoder.js'
import { InvalidValueError } from './invalid-value.js'

/** Which values of a column are null: a bit per value, least significant first, set where it is not. */
interface Validity {
  readonly nullCount: number
  /** Absent where there are no nulls. */
  readonly nullBitmap: Uint8Array | null
}

/** @throws {InvalidValueError} for a null where there must be none */
export function validityOf(values: readonly unknown[], nullable: boolean): Validity {
  let nullBitmap: Uint8Array | null = null
  let nullCount = 0
  for (let index = 0; index < values.length; index++) {
    if (!isNull(values[index])) continue
    if (!nullable && values[index] !== absent) {
      throw new InvalidValueError(values[index] === null ? 'the value is null' : 'the value is missing', { index })
    }
    nullBitmap ??= new Uint8Array(Math.ceil(values.length / 8)).fill(0xff)
    nullBitmap[index >> 3] = (nullBitmap[index >> 3] as number) & ~(1 << (index & 7))
    nullCount++
  }
  return { nullCount, nullBitmap }
}
