import type { FixedSizeBinary } from 'apache-arrow'
import type { ColumnReader, ReaderContext } from './column-reader.js'
import { checkOffsets, offsetsOf } from './offsets.js'
import { readRuns } from './validity.js'
import { viewBytes } from './views.js'

/** Turns a value's bytes, still part of the batch, into what the row holds. */
export type BytesDecoder = (bytes: Uint8Array, start: number, stop: number) => unknown

/** A copy: a row must not keep the memory of its whole batch, nor let its bytes be changed through it. */
export const copyBytes: BytesDecoder = (bytes, start, stop) => bytes.slice(start, stop)

/** Binary and LargeBinary. */
export function binaryReader(context: ReaderContext, decode: BytesDecoder): ColumnReader {
  return (data, begin, end) => {
    if (begin === end) return []
    const offsets = offsetsOf(data, context)
    const bytes = data.values as Uint8Array
    checkOffsets(offsets, begin, end, bytes.byteLength, context)
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        out[i - begin] = decode(bytes, offsets[i] as number, offsets[i + 1] as number)
      }
    })
  }
}

export function fixedSizeBinaryReader(type: FixedSizeBinary): ColumnReader {
  const width = type.byteWidth
  return (data, begin, end) => {
    const bytes = data.values as Uint8Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = bytes.slice(i * width, (i + 1) * width)
    })
  }
}

export function binaryViewReader(context: ReaderContext, decode: BytesDecoder): ColumnReader {
  return (data, begin, end) => {
    const bytesOf = viewBytes(data, context)
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const view = bytesOf(i)
        out[i - begin] = decode(view.bytes, view.start, view.stop)
      }
    })
  }
}
