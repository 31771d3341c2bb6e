import { Random as SeededRandom } from '../../../../src/sample/random.js'

/** Draws what random batches are made of. The same seed makes the same batches. */
export class Random extends SeededRandom {
  constructor(seed: number) {
    super(seed, 'batches')
  }

  /** Draws a whole number from 0 to below `limit`. */
  below(limit: number): number {
    return this.bits() % limit
  }

  /** Draws `true` once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  override pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  override bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits())
  }

  bits64(): bigint {
    return (BigInt(this.bits()) << 32n) | BigInt(this.bits())
  }
}
