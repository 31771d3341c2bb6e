import { compareBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'

/*
 * The binary form of JSON that the service stores, as the crate `jsonb` writes it: a header with the number of elements,
 * one 32-bit entry per key and per value (kind and length), then their bytes. Keys are in order, and numbers take as few
 * bytes as they can, so that equal values have equal bytes.
 */

const arrayHeader = 0x80000000
const objectHeader = 0x40000000
const scalarHeader = 0x20000000

const Kind = { Null: 0, Text: 1, Number: 2, False: 3, True: 4, Container: 5 } as const

interface Entry {
  readonly kind: (typeof Kind)[keyof typeof Kind]
  readonly bytes: Uint8Array
}

const none = new Uint8Array(0)
const text = new TextEncoder()

/**
 * The binary form of a JSON value: null, booleans, text, numbers, bigints of 64 bits, arrays and plain objects of them.
 * Whole numbers that are safe integers are written as integers.
 *
 * @throws `invalid_argument` for anything that is no JSON value, with the place where it stands
 */
export function encodeJsonb(value: unknown): Uint8Array {
  const { kind, bytes } = entryOf(value, '')
  return kind === Kind.Container ? bytes : container(scalarHeader, [{ kind, bytes }])
}

function entryOf(value: unknown, path: string): Entry {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw refuse('text that is no valid Unicode', path)
      return { kind: Kind.Text, bytes: text.encode(value) }
    case 'number':
      if (!Number.isFinite(value)) throw refuse(`the number ${value}`, path)
      return { kind: Kind.Number, bytes: isInteger(value) ? integer(BigInt(value), path) : float(value) }
    case 'bigint':
      return { kind: Kind.Number, bytes: integer(value, path) }
    case 'boolean':
      return { kind: value ? Kind.True : Kind.False, bytes: none }
    case 'object':
      return value === null
        ? { kind: Kind.Null, bytes: none }
        : { kind: Kind.Container, bytes: containerOf(value, path) }
    default:
      throw refuse(`a value of type ${typeof value}`, path)
  }
}

const isInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

function containerOf(value: object, path: string): Uint8Array {
  if (Array.isArray(value)) {
    return container(
      arrayHeader,
      Array.from(value, (item, index) => entryOf(item, `${path}[${index}]`)),
    )
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw refuse(`an object of class ${value.constructor?.name}`, path)
  }
  const members = Object.entries(value)
    .map(([name, member]) => ({ key: entryOf(name, path), value: entryOf(member, `${path}.${name}`) }))
    .sort((a, b) => compareBytes(a.key.bytes, b.key.bytes))
  return container(objectHeader, [...members.map(({ key }) => key), ...members.map((member) => member.value)])
}

function container(header: number, entries: readonly Entry[]): Uint8Array {
  const count = header === objectHeader ? entries.length / 2 : entries.length
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 4 + entry.bytes.length, 4))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, header === scalarHeader ? header : (header | count) >>> 0)
  let offset = 4 + 4 * entries.length
  entries.forEach((entry, index) => {
    view.setUint32(4 + 4 * index, ((entry.kind << 28) | entry.bytes.length) >>> 0)
    bytes.set(entry.bytes, offset)
    offset += entry.bytes.length
  })
  return bytes
}

/** Zero is one byte; others are a tag and the fewest of 1, 2, 4 or 8 bytes, big-endian. */
function integer(value: bigint, path: string): Uint8Array {
  if (value === 0n) return Uint8Array.of(0)
  const isNegative = value < 0n
  const width = [8, 16, 32, 64].find((bits) =>
    isNegative ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value,
  )
  if (width === undefined) throw refuse(`the integer ${value}, which has more than 64 bits`, path)
  const bytes = new Uint8Array(9)
  bytes[0] = isNegative ? 0x40 : 0x50
  new DataView(bytes.buffer).setBigUint64(1, BigInt.asUintN(width, value) << BigInt(64 - width))
  return bytes.subarray(0, 1 + width / 8)
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(9)
  bytes[0] = 0x60
  new DataView(bytes.buffer).setFloat64(1, value)
  return bytes
}

function refuse(what: string, path: string): MicromegasError {
  return new MicromegasError('invalid_argument', `JSON cannot hold ${what}${path === '' ? '' : ` (at ${path})`}.`)
}
