/** Hashes text by FNV-1a over its UTF-16 code units, to 32 bits: the same on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** The number of first draws that are dropped, so that similar seeds lead far apart. */
const WARM_UP = 15

/**
 * Draws pseudo-random numbers that are the same on every machine, by the generator sfc32 (small fast counting, 128 bits of
 * state). Each purpose has a generator of its own, so that its draws do not change those of another.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, purpose: string) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 2 ** 32) | 0
    this.#c = hashText(purpose) | 0
    for (let draw = 0; draw < WARM_UP; draw++) this.bits()
  }

  /** Draws 32 bits, as a number from 0 up. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** Draws a number from 0 up to but not including 1. */
  fraction(): number {
    return this.bits() / 2 ** 32
  }

  /** Draws a number from `low` up to but not including `high`. */
  between(low: number, high: number): number {
    return low + this.fraction() * (high - low)
  }

  /** Draws a whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  /** Draws `true` with this probability, from 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** Draws one of the items. */
  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.fraction() * items.length)] ?? items[0]
  }

  /** Draws bytes that are not all zero, which the ids of OpenTelemetry must not be. */
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let index = 0; index < length; index++) bytes[index] = this.bits() >>> 24
    if (bytes.every((byte) => byte === 0)) bytes[0] = 1
    return bytes
  }

  /** Draws a UUID of version 4. */
  uuid(): string {
    const hex = () => this.bits().toString(16).padStart(8, '0')
    const [first, second, third, fourth] = [hex(), hex(), hex(), hex()]
    const variant = '89ab'[this.integer(0, 3)]
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`
  }
}
