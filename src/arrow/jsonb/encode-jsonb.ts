import { compareBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'
import { containerKind, type EntryKind, entryKind, entryKindShift, numberKind } from './format.js'

interface Entry {
  readonly kind: EntryKind
  readonly bytes: Uint8Array
}

const noBytes = new Uint8Array(0)
const utf8 = new TextEncoder()

/**
 * Encodes a JSON value: null, booleans, strings, numbers, bigints of 64 bits, arrays and plain objects of them. Safe integers
 * are encoded as integers.
 *
 * @throws `invalid_argument` for anything that is not a JSON value, with its path
 */
export function encodeJsonb(value: unknown): Uint8Array {
  const entry = entryOf(value, '')
  return entry.kind === entryKind.container ? entry.bytes : container(containerKind.scalar, 1, [entry])
}

function entryOf(value: unknown, path: string): Entry {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw notJson('text that is not valid Unicode', path)
      return { kind: entryKind.string, bytes: utf8.encode(value) }
    case 'number':
      if (!Number.isFinite(value)) throw notJson(`the number ${value}`, path)
      return { kind: entryKind.number, bytes: isInteger(value) ? integer(BigInt(value), path) : float(value) }
    case 'bigint':
      return { kind: entryKind.number, bytes: integer(value, path) }
    case 'boolean':
      return { kind: value ? entryKind.true : entryKind.false, bytes: noBytes }
    case 'object':
      return value === null
        ? { kind: entryKind.null, bytes: noBytes }
        : { kind: entryKind.container, bytes: containerOf(value, path) }
    default:
      throw notJson(`a value of type ${typeof value}`, path)
  }
}

const isInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0)

function containerOf(value: object, path: string): Uint8Array {
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => entryOf(item, `${path}[${index}]`))
    return container(containerKind.array, items.length, items)
  }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw notJson(`an object of class ${value.constructor?.name}`, path)
  }
  const members = Object.entries(value)
    .map(([name, member]) => ({ name: entryOf(name, path), value: entryOf(member, `${path}.${name}`) }))
    .sort((a, b) => compareBytes(a.name.bytes, b.name.bytes))
  return container(containerKind.object, members.length, [
    ...members.map(({ name }) => name),
    ...members.map((member) => member.value),
  ])
}

function container(kind: number, count: number, entries: readonly Entry[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 4 + entry.bytes.length, 4))
  const view = new DataView(bytes.buffer)
  // The count of a scalar is not written.
  view.setUint32(0, kind === containerKind.scalar ? kind : (kind | count) >>> 0)
  let offset = 4 + 4 * entries.length
  entries.forEach((entry, index) => {
    view.setUint32(4 + 4 * index, ((entry.kind << entryKindShift) | entry.bytes.length) >>> 0)
    bytes.set(entry.bytes, offset)
    offset += entry.bytes.length
  })
  return bytes
}

/** Encodes zero as one byte, others as their kind and the fewest of 1, 2, 4 or 8 bytes. */
function integer(value: bigint, path: string): Uint8Array {
  if (value === 0n) return Uint8Array.of(numberKind.zero)
  const isNegative = value < 0n
  const width = [8, 16, 32, 64].find((bits) =>
    isNegative ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value,
  )
  if (width === undefined) throw notJson(`the integer ${value}, which has more than 64 bits`, path)
  const bytes = new Uint8Array(9)
  bytes[0] = isNegative ? numberKind.signed : numberKind.unsigned
  new DataView(bytes.buffer).setBigUint64(1, BigInt.asUintN(width, value) << BigInt(64 - width))
  return bytes.subarray(0, 1 + width / 8)
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(9)
  bytes[0] = numberKind.float
  new DataView(bytes.buffer).setFloat64(1, value)
  return bytes
}

function notJson(what: string, path: string): MicromegasError {
  return new MicromegasError('invalid_argument', `JSON cannot hold ${what}${path === '' ? '' : ` (at ${path})`}.`)
}
