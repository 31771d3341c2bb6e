import { isAscii, isUtf8 } from 'node:buffer'
import { Script } from 'node:vm'
import type { Compile, TextBytes } from './platform.js'

/** Compiles with `vm.Script`, which works where `eval` and `Function` are disabled (`--disallow-code-generation-from-strings`). */
export const compile: Compile = (expression) => new Script(expression).runInThisContext()

export const textBytes = (bytes: Uint8Array): TextBytes => new BufferText(bytes)

export const compareBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b)

export const allocateBytes = (length: number): Uint8Array<ArrayBuffer> => Buffer.allocUnsafeSlow(length)

/** `Buffer` decodes short strings several times faster than `TextDecoder`. */
class BufferText implements TextBytes {
  readonly #buffer: Buffer

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  ascii(start: number, stop: number): string | undefined {
    return isAscii(this.#buffer.subarray(start, stop)) ? this.#buffer.toString('latin1', start, stop) : undefined
  }

  characters(start: number, stop: number): string {
    return this.#buffer.toString('latin1', start, stop)
  }

  utf8(start: number, stop: number): string | undefined {
    const text = this.#buffer.toString('utf8', start, stop)
    // Invalid bytes become U+FFFD, which valid text may hold, too.
    return text.includes('\ufffd') && !isUtf8(this.#buffer.subarray(start, stop)) ? undefined : text
  }
}

export type { TextBytes }
