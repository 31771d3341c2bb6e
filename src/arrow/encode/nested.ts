import { type DataType, type FixedSizeList, makeData } from 'apache-arrow'
import { absent, type BufferEncoder, type ColumnEncoder, eachValue, isNull } from './column-encoder.js'
import { expected, InvalidValueError } from './invalid-value.js'

/** A field of a struct. */
export interface FieldEncoder {
  readonly name: string
  readonly encode: ColumnEncoder
}

/** Where the items of the values of a column stand, once they are side by side. */
class Items {
  readonly offsets: Int32Array
  /** The row that holds each item. */
  readonly owners: number[] = []

  constructor(rows: number) {
    this.offsets = new Int32Array(rows + 1)
  }

  add(row: number): void {
    this.owners.push(row)
  }

  endRow(row: number): void {
    this.offsets[row + 1] = this.owners.length
  }

  /** Returns an error of an item as that of its row. */
  enclosing(error: unknown, pathOf: (position: number, index: number) => string): unknown {
    if (!(error instanceof InvalidValueError)) return error
    const row = this.owners[error.index] as number
    return error.enclosed(row, pathOf(error.index - (this.offsets[row] as number), error.index))
  }
}

/** Writes List, and with `large` offsets of 64 bits, LargeList. */
export function listEncoder(large: boolean, encodeItems: ColumnEncoder): BufferEncoder {
  return (values) => {
    const places = new Items(values.length)
    const items: unknown[] = []
    for (let row = 0; row < values.length; row++) {
      const value = values[row]
      if (!isNull(value)) {
        if (!Array.isArray(value)) throw expected('an array', value).enclosed(row)
        for (const item of value) {
          items.push(item)
          places.add(row)
        }
      }
      places.endRow(row)
    }
    const valueOffsets = large ? BigInt64Array.from(places.offsets, BigInt) : places.offsets
    return { valueOffsets, child: encodedItems(encodeItems, items, places) }
  }
}

function encodedItems(encodeItems: ColumnEncoder, items: readonly unknown[], places: Items) {
  try {
    return encodeItems(items)
  } catch (error) {
    throw places.enclosing(error, (position) => `[${position}]`)
  }
}

export function fixedSizeListEncoder({ listSize }: FixedSizeList, encodeItems: ColumnEncoder): BufferEncoder {
  const nothing: readonly unknown[] = new Array(listSize).fill(absent)
  return (values) => {
    const items: unknown[] = []
    for (let row = 0; row < values.length; row++) {
      const value = values[row]
      if (!isNull(value) && !Array.isArray(value)) throw expected('an array', value).enclosed(row)
      if (Array.isArray(value) && value.length !== listSize) {
        throw new InvalidValueError(`expected ${listSize} items, got ${value.length}`, { index: row })
      }
      items.push(...(Array.isArray(value) ? value : nothing))
    }
    try {
      return { child: encodeItems(items) }
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error
      throw error.enclosed(Math.floor(error.index / listSize), `[${error.index % listSize}]`)
    }
  }
}

export function structEncoder(fields: readonly FieldEncoder[]): BufferEncoder {
  const names = new Set(fields.map(({ name }) => name))
  return (values) => {
    eachValue(values, (value) => {
      if (typeof value !== 'object' || Array.isArray(value)) throw expected('an object', value)
      const unknown = Object.keys(value as object).find((name) => !names.has(name))
      if (unknown !== undefined) throw new InvalidValueError(`the struct has no field ${JSON.stringify(unknown)}`)
    })
    const children = fields.map(({ name, encode }) => {
      const members = values.map((value) => (isNull(value) ? absent : (value as Record<string, unknown>)[name]))
      try {
        return encode(members)
      } catch (error) {
        throw error instanceof InvalidValueError ? error.enclosed(error.index, `.${name}`) : error
      }
    })
    return { children }
  }
}

export function mapEncoder(entries: DataType, encodeKeys: ColumnEncoder, encodeValues: ColumnEncoder): BufferEncoder {
  return (maps) => {
    const places = new Items(maps.length)
    const keys: unknown[] = []
    const values: unknown[] = []
    for (let row = 0; row < maps.length; row++) {
      const map = maps[row]
      if (!isNull(map)) {
        if (!(map instanceof Map)) throw expected('a Map', map).enclosed(row)
        for (const [key, value] of map) {
          keys.push(key)
          values.push(value)
          places.add(row)
        }
      }
      places.endRow(row)
    }
    const children = [encodedKeys(encodeKeys, keys, places), encodedValues(encodeValues, values, keys, places)]
    const child = makeData({ type: entries, length: keys.length, nullCount: 0, children } as never)
    return { valueOffsets: places.offsets, child }
  }
}

function encodedKeys(encodeKeys: ColumnEncoder, keys: readonly unknown[], places: Items) {
  try {
    return encodeKeys(keys)
  } catch (error) {
    throw places.enclosing(error, (position) => `.keys()[${position}]`)
  }
}

function encodedValues(
  encodeValues: ColumnEncoder,
  values: readonly unknown[],
  keys: readonly unknown[],
  places: Items,
) {
  try {
    return encodeValues(values)
  } catch (error) {
    throw places.enclosing(error, (_, index) => `.get(${textOf(keys[index])})`)
  }
}

function textOf(key: unknown): string {
  return typeof key === 'string' ? JSON.stringify(key) : String(key)
}
