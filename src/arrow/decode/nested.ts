import type { Data, FixedSizeList } from 'apache-arrow'
import { type ColumnValues, makers } from '../objects/index.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { checkOffsets, offsetsOf } from './offsets.js'
import { readRuns } from './validity.js'

/** List and LargeList: an array of items per value. The items of a run of lists lie side by side and are read at once. */
export function listReader(context: ReaderContext, readItems: ColumnReader): ColumnReader {
  return (data, begin, end) => {
    if (begin === end) return []
    const items = data.children[0] as Data
    const offsets = offsetsOf(data, context)
    checkOffsets(offsets, begin, end, items.length, context)
    return readRuns(data, begin, end, (out, from, to) => {
      const first = offsets[from] as number
      const values = readItems(items, first, offsets[to] as number)
      for (let i = from; i < to; i++) {
        out[i - begin] = arrayOf(values, (offsets[i] as number) - first, (offsets[i + 1] as number) - first)
      }
    })
  }
}

export function fixedSizeListReader(type: FixedSizeList, readItems: ColumnReader): ColumnReader {
  const size = type.listSize
  return (data, begin, end) => {
    const items = data.children[0] as Data
    return readRuns(data, begin, end, (out, from, to) => {
      const values = readItems(items, from * size, to * size)
      for (let i = from; i < to; i++) out[i - begin] = arrayOf(values, (i - from) * size, (i - from + 1) * size)
    })
  }
}

function arrayOf(values: ColumnValues, start: number, stop: number): unknown[] {
  if (Array.isArray(values)) return values.slice(start, stop)
  const out = new Array<unknown>(stop - start)
  for (let i = start; i < stop; i++) out[i - start] = values[i]
  return out
}

/** A plain object per value. */
export function structReader(names: readonly string[], readFields: readonly ColumnReader[]): ColumnReader {
  const makeRows = makers.rowMaker(names)
  return (data, begin, end) =>
    readRuns(data, begin, end, (out, from, to) => {
      const columns = readFields.map((read, index) => read(data.children[index] as Data, from, to))
      makeRows(columns, out, from - begin, to - from)
    })
}

/** A `Map` per value, in the order of its entries. Keys are unique, or the map would lose an entry. */
export function mapReader(context: ReaderContext, readKeys: ColumnReader, readValues: ColumnReader): ColumnReader {
  return (data, begin, end) => {
    if (begin === end) return []
    const entries = data.children[0] as Data
    const offsets = offsetsOf(data, context)
    checkOffsets(offsets, begin, end, entries.length, context)
    return readRuns(data, begin, end, (out, from, to) => {
      const first = offsets[from] as number
      const last = offsets[to] as number
      const keys = readKeys(entries.children[0] as Data, first, last)
      const values = readValues(entries.children[1] as Data, first, last)
      for (let i = from; i < to; i++) {
        const start = (offsets[i] as number) - first
        const stop = (offsets[i + 1] as number) - first
        const map = new Map<unknown, unknown>()
        for (let entry = start; entry < stop; entry++) map.set(keys[entry], values[entry])
        if (map.size !== stop - start) throw columnError(context, 'holds a map in which a key occurs twice')
        out[i - begin] = map
      }
    })
  }
}
