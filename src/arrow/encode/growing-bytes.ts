const encoder = new TextEncoder()

/** How many bytes one UTF-16 unit takes in UTF-8, at most. */
const bytesPerUnit = 3
/** Texts up to this length are cheaper to write here, unless they turn out not to be ASCII. */
const shortText = 64

/** Bytes that are written one after the other, in an array that grows. */
export class GrowingBytes {
  #bytes = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.byteLength
  }

  /** Appends text as UTF-8. */
  appendText(text: string): void {
    this.#reserve(text.length * bytesPerUnit)
    if (text.length > shortText || !this.#appendAscii(text)) {
      this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written
    }
  }

  /** Returns the bytes that were written, in an array of their own. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #appendAscii(text: string): boolean {
    const bytes = this.#bytes
    const start = this.#length
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return false
      bytes[start + i] = unit
    }
    this.#length = start + text.length
    return true
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.byteLength) return
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.byteLength))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}
