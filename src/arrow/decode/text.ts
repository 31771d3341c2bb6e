import { type TextBytes, textBytes } from '#arrow/platform'
import { columnError, type ReaderContext } from './column-reader.js'

/**
 * How much text is decoded at once. A string cut out of it keeps the whole of it in memory, so that this is also what one
 * string that outlives its result can hold on to.
 */
const largestWindow = 1 << 15
const smallestWindow = 1 << 8

/**
 * Decodes UTF-8 in windows. One call decodes a window of ASCII, and each string is cut out of it without a further look at
 * its bytes; a call per string costs several times as much. Windows shrink around text that is not ASCII, where each
 * string is decoded by itself, and grow again after it.
 */
export class TextDecoderWindow {
  readonly #bytes: TextBytes
  readonly #context: ReaderContext
  #start = 0
  #end = 0
  /** The text of the window, when it is ASCII. */
  #text: string | undefined
  #size = largestWindow

  constructor(bytes: Uint8Array, context: ReaderContext) {
    this.#bytes = textBytes(bytes)
    this.#context = context
  }

  /**
   * The text from byte `start` to `stop`. Texts asked for in ascending order are the fast ones.
   *
   * @param limit where the texts that follow end: nothing beyond is read
   */
  text(start: number, stop: number, limit: number): string {
    if (start < this.#start || stop > this.#end) {
      if (stop - start >= largestWindow) return this.#decode(start, stop)
      this.#open(start, stop, limit)
    }
    return this.#text === undefined
      ? this.#decode(start, stop)
      : this.#text.substring(start - this.#start, stop - this.#start)
  }

  #open(start: number, stop: number, limit: number): void {
    for (;;) {
      const end = Math.max(stop, Math.min(start + this.#size, limit))
      const text = this.#bytes.ascii(start, end)
      if (text !== undefined || this.#size <= smallestWindow) {
        this.#start = start
        this.#end = end
        this.#text = text
        if (text !== undefined && this.#size < largestWindow) this.#size *= 2
        return
      }
      this.#size = this.#size >> 2
    }
  }

  #decode(start: number, stop: number): string {
    return decodeUtf8(this.#bytes, start, stop, this.#context)
  }
}

/** Decodes one string. Bytes that are not valid UTF-8 are an error: nothing is put in their place. */
export function decodeUtf8(bytes: TextBytes, start: number, stop: number, context: ReaderContext): string {
  const text = bytes.utf8(start, stop)
  if (text === undefined) throw columnError(context, 'holds text that is not valid UTF-8')
  return text
}
