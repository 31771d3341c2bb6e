import type { Data } from 'apache-arrow'
import { textBytes } from '#arrow/platform'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { decodeUtf8, TextDecoderWindow } from './text.js'
import { readRuns } from './validity.js'

/**
 * A value of a view column: 16 bytes that hold its length and either the value itself, up to 12 bytes of it, or its first
 * four bytes, the number of a data buffer, and the place in there.
 */
const viewBytesEach = 16
const inlineBytes = 12

/** Where the bytes of a view's value are. The same object is given again for each value. */
interface ViewBytes {
  bytes: Uint8Array
  start: number
  stop: number
}

/** Finds the bytes of each value of a view column, checking that they lie in their buffer. */
export function viewBytes(data: Data, context: ReaderContext): (index: number) => ViewBytes {
  const inline = data.values as Uint8Array
  const view = new DataView(inline.buffer, inline.byteOffset, inline.byteLength)
  const buffers = data.variadicBuffers
  const found: ViewBytes = { bytes: inline, start: 0, stop: 0 }
  return (index) => {
    const at = index * viewBytesEach
    const length = view.getInt32(at, true)
    if (length >= 0 && length <= inlineBytes) {
      found.bytes = inline
      found.start = at + 4
      found.stop = at + 4 + length
      return found
    }
    const bytes = buffers[view.getInt32(at + 8, true)]
    const start = view.getInt32(at + 12, true)
    if (length < 0 || bytes === undefined || start < 0 || start + length > bytes.byteLength) {
      throw columnError(context, 'has a value that lies outside of its buffers')
    }
    found.bytes = bytes
    found.start = start
    found.stop = start + length
    return found
  }
}

export function stringViewReader(context: ReaderContext): ColumnReader {
  return (data, begin, end) => {
    const bytesOf = viewBytes(data, context)
    const inline = data.values as Uint8Array
    const inlineText = textBytes(inline)
    const windows = new Map<Uint8Array, TextDecoderWindow>()
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const { bytes, start, stop } = bytesOf(i)
        if (bytes === inline) {
          out[i - begin] = decodeUtf8(inlineText, start, stop, context)
          continue
        }
        let window = windows.get(bytes)
        if (window === undefined) {
          window = new TextDecoderWindow(bytes, context)
          windows.set(bytes, window)
        }
        out[i - begin] = window.text(start, stop, bytes.byteLength)
      }
    })
  }
}
