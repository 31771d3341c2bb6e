import type { ColumnReader, ReaderContext } from './column-reader.js'
import { checkOffsets, offsetsOf } from './offsets.js'
import { TextDecoderWindow } from './text.js'
import { readRuns } from './validity.js'

/** Utf8 and LargeUtf8. */
export function stringReader(context: ReaderContext): ColumnReader {
  return (data, begin, end) => {
    if (begin === end) return []
    const offsets = offsetsOf(data, context)
    const bytes = data.values as Uint8Array
    checkOffsets(offsets, begin, end, bytes.byteLength, context)
    const window = new TextDecoderWindow(bytes, context)
    const limit = offsets[end] as number
    return readRuns(data, begin, end, (out, from, to) => {
      let start = offsets[from] as number
      for (let i = from; i < to; i++) {
        const stop = offsets[i + 1] as number
        out[i - begin] = window.text(start, stop, limit)
        start = stop
      }
    })
  }
}
