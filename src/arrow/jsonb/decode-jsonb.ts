import { type TextBytes, textBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'
import type { JsonbValue } from '../../types/properties.js'
import type { Int64Option } from '../../types/type-options.js'
import {
  byteLengthBits,
  containerKind,
  containerKindBits,
  countBits,
  entryKind,
  entryKindShift,
  numberKind,
  numberKindBits,
} from './format.js'
import { type ObjectShape, ObjectShapes } from './object-shapes.js'

/** The deepest nesting of containers that is decoded: deeper than any real JSON, and within the call stack. */
const maxDepth = 500

/**
 * Decodes the JSONB value between two offsets of `bytes`. Safe integers become numbers, larger ones what the option says;
 * decimals without a fraction are integers, others exact text. Objects and arrays are frozen, at every depth.
 *
 * @throws `protocol` for bytes that are not valid JSONB, and for an integer that the option `'number'` cannot hold
 */
export type JsonbDecoder = (bytes: Uint8Array, start: number, stop: number) => JsonbValue

/** Creates a decoder for the values of one column. It remembers the names that their objects share. */
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

/** How many bytes are decoded to text at once; see `TextDecoderWindow`, which weighs the same for columns of text. */
const largestWindow = 1 << 15

class JsonbReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #text: TextBytes
  readonly #int64: Int64Option
  readonly #shapes: ObjectShapes
  /** A range of the bytes as one character each. ASCII text is cut out of it. */
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
    if (depth > maxDepth) throw invalidJsonb(`containers are nested more than ${maxDepth} deep`)
    if (stop - start < 4) throw invalidJsonb('a container ends within its header')
    const header = this.#view.getUint32(start)
    const count = header & countBits
    switch ((header & containerKindBits) >>> 0) {
      case containerKind.scalar:
        return this.#array(start, stop, 1, depth)[0] ?? null
      case containerKind.array:
        return Object.freeze(this.#array(start, stop, count, depth))
      case containerKind.object:
        return this.#object(start, stop, count, depth)
      default:
        throw invalidJsonb('a container is of an unknown kind')
    }
  }

  #array(start: number, stop: number, count: number, depth: number): JsonbValue[] {
    const values: JsonbValue[] = []
    let at = this.#bodyStart(start, stop, count)
    for (let index = 0; index < count; index++) {
      const entry = this.#view.getUint32(start + 4 + 4 * index)
      const end = at + (entry & byteLengthBits)
      values.push(this.#value(entry, at, end, stop, depth))
      at = end
    }
    requireEnd(at, stop)
    return values
  }

  #object(start: number, stop: number, count: number, depth: number): JsonbValue {
    const body = this.#bodyStart(start, stop, 2 * count)
    const shape = this.#shapes.find(this.#view, start + 4, count, body) ?? this.#newShape(start, stop, count, body)
    const values = new Array<JsonbValue>(count)
    let at = body + shape.byteLength
    for (let index = 0; index < count; index++) {
      const entry = this.#view.getUint32(start + 4 + 4 * (count + index))
      const end = at + (entry & byteLengthBits)
      values[index] = this.#value(entry, at, end, stop, depth)
      at = end
    }
    requireEnd(at, stop)
    return Object.freeze(shape.make(values))
  }

  #newShape(start: number, stop: number, count: number, body: number): ObjectShape {
    const names: string[] = []
    let at = body
    for (let index = 0; index < count; index++) {
      const end = at + (this.#view.getUint32(start + 4 + 4 * index) & byteLengthBits)
      if (end > stop) throw invalidJsonb('a name lies outside of its object')
      names.push(this.#string(at, end))
      at = end
    }
    return this.#shapes.add(this.#view, start + 4, names, body, at)
  }

  #string(start: number, end: number): string {
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
    if (text === undefined) throw invalidJsonb('a string is not valid UTF-8')
    return text
  }

  /** Returns where the values begin, behind the header and the entries. */
  #bodyStart(start: number, stop: number, entries: number): number {
    const body = start + 4 + 4 * entries
    if (body > stop) throw invalidJsonb('the entries of a container lie outside of it')
    return body
  }

  #value(entry: number, start: number, end: number, stop: number, depth: number): JsonbValue {
    if (end > stop) throw invalidJsonb('a value lies outside of its container')
    switch ((entry >>> entryKindShift) & 7) {
      case entryKind.null:
        return null
      case entryKind.string:
        return this.#string(start, end)
      case entryKind.number:
        return this.#number(start, end)
      case entryKind.false:
        return false
      case entryKind.true:
        return true
      case entryKind.container:
        return this.container(start, end, depth + 1)
      default:
        throw invalidJsonb('a value is of an unknown kind')
    }
  }

  #number(start: number, end: number): JsonbValue {
    if (end <= start) throw invalidJsonb('a number has no bytes')
    const length = end - start - 1
    switch (this.#view.getUint8(start) & numberKindBits) {
      case numberKind.zero:
        return 0
      case numberKind.nan:
        return Number.NaN
      case numberKind.infinity:
        return Number.POSITIVE_INFINITY
      case numberKind.minusInfinity:
        return Number.NEGATIVE_INFINITY
      case numberKind.signed:
        return this.#signed(start + 1, length)
      case numberKind.unsigned:
        return this.#unsigned(start + 1, length)
      case numberKind.float:
        if (length !== 8) throw invalidJsonb(`unsupported float width: ${length} bytes`)
        return this.#view.getFloat64(start + 1)
      case numberKind.decimal:
        return this.#decimal(start + 1, length)
      default:
        throw invalidJsonb('a number is of an unknown kind')
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
        throw invalidJsonb(`unsupported integer width: ${length} bytes`)
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
        throw invalidJsonb(`unsupported integer width: ${length} bytes`)
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

  /** Reads the digits as an integer in two's complement, then the number of digits after the point. */
  #decimal(at: number, length: number): JsonbValue {
    if (length !== 9 && length !== 17 && length !== 33) {
      throw invalidJsonb(`unsupported decimal width: ${length} bytes`)
    }
    const scale = this.#view.getUint8(at + length - 1)
    let unscaled = BigInt(this.#view.getInt8(at))
    for (let index = 1; index < length - 1; index++)
      unscaled = unscaled * 256n + BigInt(this.#view.getUint8(at + index))
    if (scale === 0) return this.#integer(unscaled)
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
    return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  }
}

function requireEnd(at: number, stop: number): void {
  if (at !== stop) throw invalidJsonb('bytes are left over')
}

function invalidJsonb(reason: string): MicromegasError {
  return new MicromegasError('protocol', `A value is not valid JSONB: ${reason}.`)
}
