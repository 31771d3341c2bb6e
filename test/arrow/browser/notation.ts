import { Timestamp, toHex } from 'kysely-micromegas/arrow'

/** Values in the notation of the golden files, which JSON can hold. */
export function toNotation(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Timestamp) return { $time: String(value.epochNanoseconds) }
  if (value instanceof Uint8Array) return { $bytes: toHex(value) }
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [toNotation(key), toNotation(item)]) }
  if (Array.isArray(value)) return value.map(toNotation)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, toNotation)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toNotation(member)]))
}
