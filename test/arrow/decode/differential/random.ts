/** Numbers of a seed: the same seed gives the same batches. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** 32 bits. */
  bits(): number {
    // The generator "mulberry32".
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return this.bits() % limit
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  bits64(): bigint {
    return (BigInt(this.bits()) << 32n) | BigInt(this.bits())
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits())
  }
}
