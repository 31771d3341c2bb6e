import { type TextBytes, textBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'
import type { JsonbValue } from '../../types/properties.js'
import type { Int64Option } from '../../types/type-options.js'
import { type ObjectShape, ObjectShapes } from './object-shapes.js'

/** Kinds of containers, in the top three bits of a header. */
const container = { array: 0x80000000, object: 0x40000000, scalar: 0x20000000 } as const
/** Kinds of entries, in bits 30 to 28 of an entry. */
const entry = { null: 0, string: 1, number: 2, false: 3, true: 4, container: 5 } as const
/** Kinds of numbers, in the top four bits of their first byte. */
const number = {
  zero: 0x00,
  nan: 0x10,
  infinity: 0x20,
  minusInfinity: 0x30,
  signed: 0x40,
  unsigned: 0x50,
  float: 0x60,
  decimal: 0x70,
} as const

/** Containers inside of containers: no JSON of people goes so deep, and the call stack must hold it. */
const maxDepth = 500

/**
 * Decodes JSONB as the service stores it: the format of the Rust crate `jsonb` 0.5, all integers big-endian. Integers that
 * are safe become numbers, larger ones what the option says; decimals become numbers where those are exact, else text.
 *
 * @throws `protocol` for bytes that are no JSONB, and for an integer that the option `'number'` cannot hold
 */
export type JsonbDecoder = (bytes: Uint8Array, start: number, stop: number) => JsonbValue

/** A decoder for the values of one column: it remembers what they have in common. */
export function jsonbDecoder(int64: Int64Option): JsonbDecoder {
  const shapes = new ObjectShapes()
  let reader: JsonbReader | undefined
  return (bytes, start, stop) => {
    if (reader?.bytes !== bytes) reader = new JsonbReader(bytes, int64, shapes)
    return reader.container(start, stop, 0)
  }
}

/** Decodes one value; see {@link JsonbDecoder}. */
export function decodeJsonb(bytes: Uint8Array, start: number, stop: number, int64: Int64Option): JsonbValue {
  return jsonbDecoder(int64)(bytes, start, stop)
}

/** How much is decoded at once: see `text.ts`, where the same is weighed for columns of text. */
const largestWindow = 1 << 15

class JsonbReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #text: TextBytes
  readonly #int64: Int64Option
  readonly #shapes: ObjectShapes
  /** A piece of the bytes, read as Latin-1, of which texts of ASCII are cut out. */
  #window = ''
  #windowStart = 0
  #windowEnd = 0

  constructor(bytes: Uint8Array, int64: Int64Option, shapes: ObjectShapes) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#text = textBytes(bytes)
    this.#int64 = int64
    this.#shapes = shapes
  }

  container(start: number, stop: number, depth: number): JsonbValue {
    if (depth > maxDepth) throw corrupt('it is nested too deeply')
    if (stop - start < 4) throw corrupt('it is cut short')
    const header = this.#view.getUint32(start)
    const count = header & 0x1fffffff
    switch ((header & 0xe0000000) >>> 0) {
      case container.scalar:
        return this.#array(start, stop, 1, depth)[0] ?? null
      case container.array:
        return this.#array(start, stop, count, depth)
      case container.object:
        return this.#object(start, stop, count, depth)
      default:
        throw corrupt('it begins with no container')
    }
  }

  #array(start: number, stop: number, count: number, depth: number): JsonbValue[] {
    const values: JsonbValue[] = []
    let at = this.#bodyStart(start, stop, count)
    for (let index = 0; index < count; index++) {
      const word = this.#view.getUint32(start + 4 + 4 * index)
      const end = at + (word & 0x0fffffff)
      values.push(this.#entry(word, at, end, stop, depth))
      at = end
    }
    return this.#complete(values, at, stop)
  }

  #object(start: number, stop: number, count: number, depth: number): JsonbValue {
    const body = this.#bodyStart(start, stop, 2 * count)
    const shape = this.#shapes.find(this.#view, start + 4, count, body) ?? this.#newShape(start, stop, count, body)
    const values = new Array<JsonbValue>(count)
    let at = body + shape.byteLength
    for (let index = 0; index < count; index++) {
      const word = this.#view.getUint32(start + 4 + 4 * (count + index))
      const end = at + (word & 0x0fffffff)
      values[index] = this.#entry(word, at, end, stop, depth)
      at = end
    }
    return this.#complete(shape.make(values), at, stop)
  }

  #newShape(start: number, stop: number, count: number, body: number): ObjectShape {
    const names: string[] = []
    let at = body
    for (let index = 0; index < count; index++) {
      const end = at + (this.#view.getUint32(start + 4 + 4 * index) & 0x0fffffff)
      if (end > stop) throw corrupt('a name lies outside of it')
      names.push(this.#textOf(at, end))
      at = end
    }
    return this.#shapes.add(this.#view, start + 4, names, body, at)
  }

  #textOf(start: number, end: number): string {
    for (let i = start; i < end; i++) if ((this.bytes[i] as number) > 0x7f) return this.#utf8(start, end)
    if (end - start > largestWindow) return this.#text.characters(start, end)
    if (start < this.#windowStart || end > this.#windowEnd) {
      this.#windowStart = start
      this.#windowEnd = Math.min(start + largestWindow, this.bytes.byteLength)
      this.#window = this.#text.characters(start, this.#windowEnd)
    }
    return this.#window.substring(start - this.#windowStart, end - this.#windowStart)
  }

  #utf8(start: number, end: number): string {
    const text = this.#text.utf8(start, end)
    if (text === undefined) throw corrupt('it holds text that is not valid UTF-8')
    return text
  }

  /** Where the values begin, behind the header and the entries. */
  #bodyStart(start: number, stop: number, entries: number): number {
    const body = start + 4 + 4 * entries
    if (body > stop) throw corrupt('its entries lie outside of it')
    return body
  }

  #complete<T>(value: T, at: number, stop: number): T {
    if (at !== stop) throw corrupt('bytes are left over')
    return value
  }

  #entry(word: number, start: number, end: number, stop: number, depth: number): JsonbValue {
    if (end > stop) throw corrupt('a value lies outside of it')
    switch ((word >>> 28) & 7) {
      case entry.null:
        return null
      case entry.string:
        return this.#textOf(start, end)
      case entry.number:
        return this.#number(start, end)
      case entry.false:
        return false
      case entry.true:
        return true
      case entry.container:
        return this.container(start, end, depth + 1)
      default:
        throw corrupt('it holds a value of a kind that JSON does not have')
    }
  }

  #number(start: number, end: number): JsonbValue {
    if (end <= start) throw corrupt('a number has no bytes')
    const length = end - start - 1
    switch (this.#view.getUint8(start) & 0xf0) {
      case number.zero:
        return 0
      case number.nan:
        return Number.NaN
      case number.infinity:
        return Number.POSITIVE_INFINITY
      case number.minusInfinity:
        return Number.NEGATIVE_INFINITY
      case number.signed:
        return this.#signed(start + 1, length)
      case number.unsigned:
        return this.#unsigned(start + 1, length)
      case number.float:
        if (length !== 8) throw corrupt('a float has not 8 bytes')
        return this.#view.getFloat64(start + 1)
      case number.decimal:
        return this.#decimal(start + 1, length)
      default:
        throw corrupt('it holds a number of an unknown kind')
    }
  }

  #signed(at: number, length: number): JsonbValue {
    switch (length) {
      case 1:
        return this.#view.getInt8(at)
      case 2:
        return this.#view.getInt16(at)
      case 4:
        return this.#view.getInt32(at)
      case 8:
        return this.#integer(this.#view.getBigInt64(at))
      default:
        throw corrupt('an integer has a width that there is none of')
    }
  }

  #unsigned(at: number, length: number): JsonbValue {
    switch (length) {
      case 1:
        return this.#view.getUint8(at)
      case 2:
        return this.#view.getUint16(at)
      case 4:
        return this.#view.getUint32(at)
      case 8:
        return this.#integer(this.#view.getBigUint64(at))
      default:
        throw corrupt('an integer has a width that there is none of')
    }
  }

  #integer(value: bigint): JsonbValue {
    const approximate = Number(value)
    if (Number.isSafeInteger(approximate)) return approximate
    switch (this.#int64) {
      case 'bigint':
        return value
      case 'string':
        return String(value)
      case 'number':
        throw new MicromegasError('protocol', `JSONB holds ${value}, which a JavaScript number cannot hold exactly.`, {
          help: "Use the option types.int64 'bigint' (the default) or 'string'.",
        })
    }
  }

  /** Two's complement digits, then the number of digits after the point. */
  #decimal(at: number, length: number): JsonbValue {
    if (length !== 9 && length !== 17 && length !== 33) throw corrupt('a decimal has a width that there is none of')
    const scale = this.#view.getUint8(at + length - 1)
    let unscaled = BigInt(this.#view.getInt8(at))
    for (let index = 1; index < length - 1; index++)
      unscaled = unscaled * 256n + BigInt(this.#view.getUint8(at + index))
    if (scale === 0) return this.#integer(unscaled)
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  }
}

function corrupt(reason: string): MicromegasError {
  return new MicromegasError('protocol', `A value is no valid JSONB: ${reason}.`)
}
