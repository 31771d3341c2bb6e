import type { JsonbValue, Properties } from '../../../src/index.js'

type Entry = readonly [kind: number, bytes: Uint8Array]

/** Writes the binary form of JSON that the service stores, for tests of its reader. */
export function encodeJsonb(value: JsonbValue): Uint8Array {
  if (Array.isArray(value)) return container((0x80000000 | value.length) >>> 0, value.map(entryOf))
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value)
    const keys = names.map((name): Entry => [1, new TextEncoder().encode(name)])
    return container((0x40000000 | names.length) >>> 0, [
      ...keys,
      ...names.map((name) => entryOf((value as Properties)[name] as JsonbValue)),
    ])
  }
  return container(0x20000000, [entryOf(value)])
}

function entryOf(value: JsonbValue): Entry {
  if (value === null) return [0, new Uint8Array()]
  if (typeof value === 'boolean') return [value ? 4 : 3, new Uint8Array()]
  if (typeof value === 'string') return [1, new TextEncoder().encode(value)]
  if (typeof value === 'object') return [5, encodeJsonb(value)]
  return [2, numberBytes(value)]
}

function numberBytes(value: number | bigint): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return wide(0x60, (view) => view.setFloat64(1, value))
  if (Object.is(value, -0)) return wide(0x60, (view) => view.setFloat64(1, -0))
  const integer = BigInt(value)
  return integer < 0n
    ? wide(0x40, (view) => view.setBigInt64(1, integer))
    : wide(0x50, (view) => view.setBigUint64(1, integer))
}

function wide(kind: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(9)
  bytes[0] = kind
  write(new DataView(bytes.buffer))
  return bytes
}

function container(header: number, entries: readonly Entry[]): Uint8Array {
  const length = entries.reduce((sum, [, bytes]) => sum + 4 + bytes.byteLength, 4)
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  view.setUint32(0, header)
  let at = 4 + 4 * entries.length
  for (const [index, [kind, bytes]] of entries.entries()) {
    view.setUint32(4 + 4 * index, ((kind << 28) | bytes.byteLength) >>> 0)
    out.set(bytes, at)
    at += bytes.byteLength
  }
  return out
}
