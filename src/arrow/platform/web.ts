import type { Compile, TextBytes } from './platform.js'

/**
 * Generates no code. A content policy may forbid it, the only way to find out is to break that policy, and each attempt is
 * reported to the owner of the page.
 */
export const compile: Compile | undefined = undefined

export const textBytes = (bytes: Uint8Array): TextBytes => new DecodedText(bytes)

export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const length = Math.min(a.byteLength, b.byteLength)
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return a.byteLength - b.byteLength
}

export const allocateBytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Despite its name the encoding windows-1252: one character per byte, ASCII bytes as they are. */
const latin1 = new TextDecoder('latin1')

class DecodedText implements TextBytes {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  ascii(start: number, stop: number): string | undefined {
    const text = this.utf8(start, stop)
    // In UTF-8 every character but those of ASCII has more bytes than UTF-16 units.
    return text?.length === stop - start ? text : undefined
  }

  characters(start: number, stop: number): string {
    return latin1.decode(this.#bytes.subarray(start, stop))
  }

  utf8(start: number, stop: number): string | undefined {
    try {
      return utf8.decode(this.#bytes.subarray(start, stop))
    } catch {
      return undefined
    }
  }
}

export type { TextBytes }
